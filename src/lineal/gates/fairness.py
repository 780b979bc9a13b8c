"""The gate of fairness: how far apart a metric is between groups of rows.

The groups are the values of an SQL expression over the raw columns. A group that is too small, or
that is listed and not there, leaves the question open: the gate does not pass without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import msgspec
import numpy as np
from msgspec import Meta

from lineal.base.errors import TableError
from lineal.features.compute import evaluate, types_of
from lineal.features.parse import parse
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Gate, Judged, Verdict
from lineal.gates.groups import Resampling, labelled, measure_group, name_of
from lineal.gates.judging import AT_MOST, Asked, Measured, holding, judge, missing, spell
from lineal.gates.scored import scored

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lineal.gates.groups import Measure
    from lineal.gates.scored import Scored

_BOUNDS = (0.025, 0.975)
_DISPARITY = "fairness/disparity"
_MOST_NAMED = 5
# More of them are no groups of people: an expression that is nearly a key.
_MOST_GROUPS = 1_000


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    group: Annotated[str, Meta(min_length=1, description="SQL over raw columns: a row's group")]
    groups: Annotated[
        tuple[str | int | float | bool, ...],
        Meta(description="names there must be, and no other; left out: all that are found"),
    ] = ()
    metric: Annotated[
        Literal[
            "roc_auc",
            "pr_auc",
            "accuracy",
            "precision",
            "recall",
            "f1",
            "log_loss",
            "brier",
            "positive_rate",
        ],
        Meta(description="what is compared between the groups"),
    ] = "roc_auc"
    max_disparity: Annotated[
        float, Meta(ge=0, description="between the highest and the lowest group")
    ]
    min_rows: Annotated[int, Meta(ge=2, description="test rows it takes to judge a group")] = 100
    rounds: Annotated[int, Meta(ge=100, le=10_000, description="of the bootstrap")] = 500
    seed: Annotated[int, Meta(ge=0, lt=2**31, description="of the bootstrap")] = 42
    confidence: Annotated[
        Literal["point", "bound"],
        Meta(description="whether the value must pass, or all of its interval"),
    ] = "point"


class Group(NamedTuple):
    """``measure`` is None when the group cannot be judged."""

    name: str
    rows: int
    measure: Measure | None
    verdict: Verdict


class Known(NamedTuple):
    name: str
    rows: int
    measure: Measure


def judge_fairness(settings: Settings, judged: Judged) -> list[Verdict]:
    found = scored(judged)
    frame = found.rows.drop(judged.target, strict=False)
    names = labelled(evaluate(frame, parse(settings.group, types_of(frame))))
    wanted = [*dict.fromkeys(map(name_of, settings.groups))] or sorted(set(names))
    if len(wanted) > _MOST_GROUPS:
        raise TableError(
            f"{len(wanted):,} groups are too many, at most {_MOST_GROUPS:,} are judged"
        )
    number = {name: nth for nth, name in enumerate(wanted)}
    places = np.array([number.get(name, -1) for name in names])
    groups = [_group(settings, nth, name, places == nth, found) for name, nth in number.items()]
    others = [name for name in names if name not in number]
    verdicts = [one.verdict for one in groups]
    if others:
        verdicts.append(_unlisted(others))
    return [*verdicts, _disparity(settings, groups, is_whole=not others)]


def _group(
    settings: Settings, nth: int, name: str, mask: NDArray[np.bool_], found: Scored
) -> Group:
    labels, scores, n = found.labels[mask], found.scores[mask], int(mask.sum())
    check, least = f"fairness/{name}", settings.min_rows
    if n < least:
        why = f"{n:,} test rows are fewer than the {least:,} it takes" if n else "it has no rows"
        return Group(name, n, None, missing(check, why, n=n, needed=least))
    resampling = Resampling(settings.rounds, (settings.seed, nth))
    measure = measure_group(settings.metric, labels, scores, found.threshold, resampling)
    positives = f"{n:,} test rows, {int(labels.sum()):,} of them positive"
    if measure is None:
        why = f"{settings.metric} cannot be measured: {positives}"
        return Group(name, n, None, missing(check, why, n=n))
    # A group alone has nothing to keep but to be there.
    verdict = Verdict(
        check=check,
        verdict=PASS,
        why=f"{positives}: enough to judge",
        measured=measure.value,
        interval=holding(_interval(measure.resampled), measure.value),
        n=n,
    )
    return Group(name, n, measure, verdict)


def _disparity(settings: Settings, groups: list[Group], *, is_whole: bool) -> Verdict:
    asked = Asked(AT_MOST, settings.max_disparity, settings.confidence)
    known = [Known(one.name, one.rows, one.measure) for one in groups if one.measure is not None]
    left_out = [one.name for one in groups if one.measure is None]
    if len(known) <= 1:
        return missing(_DISPARITY, "it takes two groups that can be measured", asked)
    low, *_, high = sorted(known, key=lambda one: one.measure.value)
    value = high.measure.value - low.measure.value
    low_end, high_end = _interval(high.measure.resampled - low.measure.resampled)
    # Which of the two is higher may be chance; that they differ by less than nothing is not.
    interval = max(0.0, low_end), high_end
    note = (
        f"{settings.metric} is {spell(high.measure.value)} for {high.name}"
        f" and {spell(low.measure.value)} for {low.name}"
    )
    measured = Measured(value, sum(one.rows for one in known), interval)
    found = judge(_DISPARITY, asked, measured, note)
    if found.verdict == FAIL or (not left_out and is_whole):
        return found
    open_ = f"not all rows are judged: {', '.join(left_out) or 'unlisted groups'} left out; "
    return msgspec.structs.replace(found, verdict=INCONCLUSIVE, why=open_ + found.why)


def _unlisted(others: list[str]) -> Verdict:
    names = sorted(set(others))
    shown = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    why = f"{len(others):,} test rows are in groups that are not listed: {shown}"
    return missing("fairness/unlisted", why, n=len(others))


def _interval(resampled: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.nanquantile(resampled, _BOUNDS)
    return float(low), float(high)


GATE = Gate(
    help="A metric is about the same in all groups of rows.",
    settings=Settings,
    judge=judge_fairness,
)
