"""The kinds of a table's columns, as the recipe and the model's door know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lineal.base.errors import TableError
from lineal.features.names import why_not
from lineal.features.recipe import BOOLEAN, INTEGER, NUMBER, TEXT, RawColumn

if TYPE_CHECKING:
    from collections.abc import Container


def raw_columns(frame: pl.DataFrame, without: Container[str] = ()) -> tuple[RawColumn, ...]:
    """All that are to be used; a column of another kind is an error that says what to do."""
    names = [name for name in frame.columns if name not in without]
    for name in names:
        if (reason := why_not(name)) is not None:
            raise TableError(
                f"column {name!r} cannot be called so: {reason}", hint="rename it in the source"
            )
    return tuple(
        RawColumn(name=name, kind=_kind(name, frame.schema[name]), nullable=_has_null(frame[name]))
        for name in names
    )


def _kind(name: str, dtype: pl.DataType) -> str:
    if dtype.is_float():
        return NUMBER
    if dtype.is_integer():
        return INTEGER
    if dtype == pl.String:
        return TEXT
    if dtype == pl.Boolean:
        return BOOLEAN
    raise TableError(
        f"column '{name}' is {dtype}: a model takes number, integer, text and boolean",
        hint="declare it as one of these where it is read in, or leave it out there",
    )


def _has_null(column: pl.Series) -> bool:
    """NaN and the empty text are NULL to an expression and at the model's door."""
    if column.null_count():
        return True
    if column.dtype.is_float():
        return bool(column.is_nan().any())
    return column.dtype == pl.String and bool((column == "").any())
