"""The gate of performance: metrics of the test rows against what is asked of them. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from lineal.gates.gate import Gate, Judged, Verdict
from lineal.gates.judging import AT_LEAST, AT_MOST, Asked, Measured, judge, missing
from lineal.learning.metrics import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Bounds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    at_least: Annotated[float | None, Meta(description="the smallest value that passes")] = None
    at_most: Annotated[float | None, Meta(description="the largest value that passes")] = None


def _metric(name: str, *, is_more_better: bool) -> tuple[str, Any, None]:
    usual = "at_least" if is_more_better else "at_most"
    return name, Annotated[Bounds | None, Meta(description=f"usually {usual}")], None


#: A field for each metric there is, so that a name that is none is an error.
Settings = msgspec.defstruct(
    "Settings",
    [
        *(_metric(name, is_more_better=more) for name, more in METRICS.items()),
        (
            "min_positives",
            Annotated[
                Annotated[int, Meta(ge=1)] | None,
                Meta(description="positive test rows that it takes to judge"),
            ],
            None,
        ),
        (
            "confidence",
            Annotated[
                Literal["point", "bound"],
                Meta(description="whether the value must pass, or all of its interval"),
            ],
            "point",
        ),
    ],
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)


def judge_performance(settings: Any, judged: Judged) -> list[Verdict]:  # noqa: ANN401  a struct made above
    # Any JSON may be given as a document of metrics.
    metrics = judged.metrics if isinstance(judged.metrics, dict) else {}
    verdicts = [
        one
        for name in METRICS
        if (bounds := getattr(settings, name)) is not None
        for one in _bounded(name, bounds, metrics, settings.confidence)
    ]
    if settings.min_positives is not None:
        asked = Asked(AT_LEAST, float(settings.min_positives))
        found = _number(metrics.get("positives"))
        verdicts.append(judge("performance/positives", asked, Measured(found)))
    return verdicts


def _bounded(
    name: str, bounds: Bounds, metrics: Mapping[str, Any], confidence: str
) -> Iterator[Verdict]:
    check = f"performance/{name}"
    limits = [(AT_LEAST, bounds.at_least), (AT_MOST, bounds.at_most)]
    given = [Asked(relation, limit, confidence) for relation, limit in limits if limit is not None]
    if not given:
        yield missing(check, "neither at_least nor at_most says what is asked of it")
    for nth, asked in enumerate(given):
        yield _judge(check if nth == 0 else f"{check}/at_most", name, asked, metrics)


def _judge(check: str, name: str, asked: Asked, metrics: Mapping[str, Any]) -> Verdict:
    said = metrics.get(name)
    if said is None:
        return missing(check, "the metrics do not have it", asked)
    rows = _number(metrics.get("rows"))
    n = int(rows) if rows is not None and math.isfinite(rows) else None
    if not isinstance(said, dict):
        return judge(check, asked, Measured(_number(said), n))
    low, high = _number(said.get("low")), _number(said.get("high"))
    interval = None if low is None or high is None else (low, high)
    return judge(check, asked, Measured(_number(said.get("value")), n, interval))


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]


GATE = Gate(
    help="Metrics of the test rows are as good as asked.",
    settings=Settings,
    judge=judge_performance,
)
