"""How one column differs: its cells where rows go together, and its values as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from lineal.tables.report import ColumnChange, Summary
from lineal.tables.scan import collected

if TYPE_CHECKING:
    from lineal.tables.align import Alignment
    from lineal.tables.shared_schema import Shared

# Up to so many values a column is one of categories, and new ones are worth naming.
_MOST_CATEGORIES: Final = 1000
_MOST_COUNTED: Final = 100_000


def changed_cells(
    tables: Shared, column: str, rows: Alignment, tolerance: float, shown: str
) -> pl.Series:
    """For each pair of rows, whether the column differs. One column at a time is in memory."""
    kind = tables.types[column]
    # Eight bytes a cell, whatever it holds.
    cell = pl.col(column) if kind.is_numeric() or kind.is_temporal() else pl.col(column).hash(1)
    old = collected(tables.old.select(cell.alias("old")), shown).to_series()
    new = collected(tables.new.select(cell.alias("new")), shown).to_series()
    if not rows.removed.len() and not rows.added.len() and rows.old.equals(rows.new):
        pair = pl.DataFrame([old, new])
    else:
        pair = pl.DataFrame([old.gather(rows.old), new.gather(rows.new)])
    differs = pl.col("old").ne_missing(pl.col("new"))
    if tolerance and kind.is_float():
        differs = differs & ~_close(tolerance)
    return pair.select(differs.alias(column)).to_series()


def _close(tolerance: float) -> pl.Expr:
    """As near as ``tolerance``, relative to the larger; near zero, absolute."""
    old, new = pl.col("old"), pl.col("new")
    scale = pl.max_horizontal(old.abs(), new.abs(), pl.lit(1.0))
    return ((old - new).abs() <= tolerance * scale).fill_null(value=False)


def summaries(
    frame: pl.LazyFrame, types: dict[str, pl.DataType], rows: int, shown: str
) -> dict[str, Summary]:
    """All columns in one pass. Of many rows the number of distinct values is an estimate."""
    exact = rows <= _MOST_COUNTED
    wanted = [expr for name, kind in types.items() for expr in _measures(name, kind, exact)]
    if not wanted:
        return {}
    (row,) = collected(frame.select(wanted), shown).to_dicts()
    return {
        name: Summary(
            row[f"nulls:{name}"],
            row[f"distinct:{name}"],
            row.get(f"low:{name}"),
            row.get(f"high:{name}"),
            row.get(f"mean:{name}"),
        )
        for name in types
    }


def _measures(name: str, kind: pl.DataType, exact: bool) -> list[pl.Expr]:  # noqa: FBT001
    column = pl.col(name)
    plain = column.hash(1) if kind.is_nested() or kind == pl.Binary() else column
    # Null hashes and counts like a value, and is none.
    every = plain.n_unique() if exact else plain.approx_n_unique()
    distinct = every.cast(pl.Int64) - (column.null_count() > 0).cast(pl.Int64)
    measures = [column.null_count().alias(f"nulls:{name}"), distinct.alias(f"distinct:{name}")]
    if kind.is_numeric() or kind == pl.Boolean():
        measures.append(column.mean().alias(f"mean:{name}"))
    if kind.is_numeric() or kind.is_temporal() or kind == pl.String():
        measures += [column.min().alias(f"low:{name}"), column.max().alias(f"high:{name}")]
    return measures


def column_change(
    tables: Shared,
    column: str,
    changed: int | None,
    summary: tuple[Summary, Summary],
    shown: str,
) -> ColumnChange:
    old, new = summary
    appeared, vanished = _categories(tables, column, summary, shown)
    return ColumnChange(column, changed, old, new, appeared, vanished)


def _categories(
    tables: Shared, column: str, summary: tuple[Summary, Summary], shown: str
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if tables.types[column] != pl.String() or any(s.distinct > _MOST_CATEGORIES for s in summary):
        return (), ()
    values = pl.col(column).drop_nulls().unique()
    before = set(collected(tables.old.select(values), shown).to_series().to_list())
    after = set(collected(tables.new.select(values), shown).to_series().to_list())
    return tuple(sorted(after - before)), tuple(sorted(before - after))
