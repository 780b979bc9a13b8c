"""What was violated, as the document ``contract.json`` and as lines for a person. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from lineal.steps.step import ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from lineal.steps.contract.checks import Check

_MOST_ROWS, _MOST_SAMPLES, _SHOWN_ROWS = 20, 5, 5


class Violation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``rows`` are numbers of the first rows, ``samples`` the values of a few of them."""

    rule: str
    column: str | None
    count: int
    rows: list[int]
    samples: list[dict[str, Any]]


def violation(check: Check, frame: pl.DataFrame) -> Violation:
    broken = frame.filter(check.broken)
    return Violation(
        rule=check.rule,
        column=check.column,
        count=broken.height,
        rows=broken[ROW].head(_MOST_ROWS).to_list(),
        samples=broken.select(ROW, *check.columns).head(_MOST_SAMPLES).to_dicts(),
    )


def column_facts(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Of all rows that were judged; the smallest and the largest only of numbers."""
    return {name: _facts(frame[name]) for name in frame.columns if name != ROW}


def _facts(column: pl.Series) -> dict[str, Any]:
    distinct = column.drop_nulls().n_unique()
    facts: dict[str, Any] = {"nulls": column.null_count(), "distinct": distinct}
    if column.dtype.is_numeric():
        facts |= {"min": column.min(), "max": column.max()}
    return facts


def told(violations: Iterable[Violation]) -> Iterator[str]:
    """A line each, aligned."""
    listed = list(violations)
    wide = max((len(one.rule) for one in listed), default=0)
    for one in listed:
        shown = ", ".join(map(str, one.rows[:_SHOWN_ROWS]))
        more = ", …" if one.count > _SHOWN_ROWS else ""
        yield f"  {one.rule:<{wide}}  {one.count:,} {_rows(one.count)}: {shown}{more}"


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
