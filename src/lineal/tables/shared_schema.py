"""The columns two tables have in common, brought to one type each."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from lineal.tables.report import Retyped, SchemaChange


class Shared(NamedTuple):
    """Both tables with the columns of both, in the order of the new one, equal in type."""

    old: pl.LazyFrame
    new: pl.LazyFrame
    columns: tuple[str, ...]
    types: dict[str, pl.DataType]
    change: SchemaChange


def shared(old: pl.LazyFrame, new: pl.LazyFrame) -> Shared:
    """A column that changed its type is compared in a type that holds both, at last as text."""
    before, after = dict(old.collect_schema()), dict(new.collect_schema())
    columns = tuple(name for name in after if name in before)
    types = {name: common_type(before[name], after[name]) for name in columns}
    return Shared(
        _in_types(old, types),
        _in_types(new, types),
        columns,
        types,
        schema_change(before, after),
    )


def schema_change(before: dict[str, pl.DataType], after: dict[str, pl.DataType]) -> SchemaChange:
    return SchemaChange(
        {name: str(kind) for name, kind in after.items() if name not in before},
        {name: str(kind) for name, kind in before.items() if name not in after},
        tuple(
            Retyped(name, str(before[name]), str(kind))
            for name, kind in after.items()
            if name in before and before[name] != kind
        ),
    )


def common_type(one: pl.DataType, other: pl.DataType) -> pl.DataType:
    """Categories are text: their numbers mean something in one file only."""
    one, other = _plain(one), _plain(other)
    if one == other:
        return one
    empty = [pl.DataFrame({"x": pl.Series(dtype=kind)}) for kind in (one, other)]
    try:
        return pl.concat(empty, how="vertical_relaxed").schema["x"]
    except pl.exceptions.PolarsError:
        return pl.String()


def _plain(kind: pl.DataType) -> pl.DataType:
    return pl.String() if isinstance(kind, (pl.Categorical, pl.Enum)) else kind


def _in_types(frame: pl.LazyFrame, types: dict[str, pl.DataType]) -> pl.LazyFrame:
    present = frame.collect_schema()
    return frame.select(
        pl.col(name) if present[name] == kind else _cast(pl.col(name), present[name], kind)
        for name, kind in types.items()
    )


def _cast(column: pl.Expr, present: pl.DataType, wanted: pl.DataType) -> pl.Expr:
    if wanted == pl.String() and present.is_nested():
        return column.map_elements(str, return_dtype=pl.String())
    return column.cast(wanted)
