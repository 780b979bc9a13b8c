"""The gate of data quality: what validate found, and whether there is something to learn. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from lineal.gates.gate import Gate, Judged, Verdict
from lineal.gates.intervals import share_interval
from lineal.gates.judging import AT_LEAST, AT_MOST, Asked, Measured, judge, missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_NAMED = 5


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    max_violations: Annotated[
        int, Meta(ge=0, description="rows that break a rule, over all rules")
    ] = 0
    max_quarantined: Annotated[
        int, Meta(ge=0, description="rows that could not be read as declared")
    ] = 0
    max_nulls: Annotated[
        float, Meta(ge=0, le=1, description="the share of missing values, of any column")
    ] = 1.0
    max_constant: Annotated[
        int, Meta(ge=0, description="columns that say the same of every row")
    ] = 0
    min_positive_share: Annotated[
        float, Meta(ge=0, le=1, description="of the rows to learn from")
    ] = 0.0


def judge_data_quality(settings: Settings, judged: Judged) -> list[Verdict]:
    return [
        *_of_contract(settings, judged.contract),
        _positive_share(settings, judged),
    ]


def _of_contract(settings: Settings, contract: Mapping[str, Any] | None) -> Iterator[Verdict]:
    # Any JSON may be given as a contract.
    said = contract if isinstance(contract, dict) else {}
    yield _violations(Asked(AT_MOST, settings.max_violations), said)
    yield _quarantined(Asked(AT_MOST, settings.max_quarantined), said)
    columns = said.get("columns")
    known = columns if isinstance(columns, dict) and columns else None
    yield _nulls(Asked(AT_MOST, settings.max_nulls), known, said)
    yield _constant(Asked(AT_MOST, settings.max_constant), known, said)


def _violations(asked: Asked, contract: Mapping[str, Any]) -> Verdict:
    check, said = "data_quality/violations", contract.get("violations")
    if not isinstance(said, list):
        return missing(check, "the contract does not say what was violated", asked)
    counts = [(_said(one, "count"), str(_of(one, "rule"))) for one in said]
    if any(count is None for count, _ in counts):
        return missing(check, "the contract does not say how often it was violated", asked)
    broken = sorted(((count or 0, rule) for count, rule in counts if count), reverse=True)
    note = ", ".join(f"{count:,} of '{rule}'" for count, rule in broken[:_MOST_NAMED])
    total = float(sum(count for count, _ in broken))
    return judge(check, asked, Measured(total, _rows(contract)), note)


def _quarantined(asked: Asked, contract: Mapping[str, Any]) -> Verdict:
    check, found = "data_quality/quarantined", _count(contract.get("quarantined"))
    if found is None:
        return missing(check, "the contract does not say how many rows were quarantined", asked)
    return judge(check, asked, Measured(float(found), (_rows(contract) or 0) + found))


def _nulls(asked: Asked, columns: Mapping[str, Any] | None, contract: Mapping[str, Any]) -> Verdict:
    check, rows = "data_quality/nulls", _rows(contract)
    nulls = {name: _said(one, "nulls") for name, one in (columns or {}).items()}
    if not nulls or not rows or None in nulls.values():
        return missing(check, "the contract does not say how much is missing", asked, n=rows)
    worst = max(nulls, key=lambda name: nulls[name] or 0)
    note = f"{worst} misses most" if nulls[worst] else ""
    return judge(check, asked, Measured((nulls[worst] or 0) / rows, rows), note)


def _constant(
    asked: Asked, columns: Mapping[str, Any] | None, contract: Mapping[str, Any]
) -> Verdict:
    check, rows = "data_quality/constant", _rows(contract)
    distinct = {name: _said(one, "distinct") for name, one in (columns or {}).items()}
    if not distinct or not rows or None in distinct.values():
        return missing(check, "the contract does not say which columns vary", asked, n=rows)
    same = [name for name, count in distinct.items() if (count or 0) <= 1]
    note = ", ".join(same[:_MOST_NAMED])
    return judge(check, asked, Measured(float(len(same)), rows), note)


def _positive_share(settings: Settings, judged: Judged) -> Verdict:
    check, asked = "data_quality/positive_share", Asked(AT_LEAST, settings.min_positive_share)
    labels = judged.training_labels
    if labels is None:
        return missing(check, "the rows it learnt from are not here", asked)
    n, positives = len(labels), float(labels.sum())
    if n and positives in {0.0, float(n)}:
        return missing(check, "all rows it learnt from are of one class", asked, n=n)
    interval = share_interval(positives, n)
    return judge(check, asked, Measured(positives / n if n else None, n, interval))


def _of(one: object, key: str) -> object:
    return one.get(key) if isinstance(one, dict) else None


def _said(one: object, key: str) -> int | None:
    return _count(_of(one, key))


def _count(value: object) -> int | None:
    """A number of rows; anything else is no answer."""
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_count else None  # type: ignore[return-value]


def _rows(contract: Mapping[str, Any]) -> int | None:
    return _count(contract.get("rows"))


GATE = Gate(
    help="Rows keep their rules, are there, vary, and have enough positives.",
    settings=Settings,
    judge=judge_data_quality,
)
