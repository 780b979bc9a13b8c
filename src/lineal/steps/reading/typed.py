"""Values of a column as its declared kind, strictly: what is not one becomes no value and a mark.

Numbers are written as in programming languages, without signs for thousands; spaces around them
do not count. ``inf`` and ``nan`` are no numbers, and one that is too large for its kind is none.
Nothing is rounded: 3.5 is no integer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from lineal.features.recipe import BOOLEAN, INTEGER, NUMBER, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TYPES: dict[str, type[pl.DataType]] = {
    NUMBER: pl.Float64,
    INTEGER: pl.Int64,
    TEXT: pl.String,
    BOOLEAN: pl.Boolean,
}
NAMED = {
    NUMBER: "a number",
    INTEGER: "an integer",
    TEXT: "text",
    BOOLEAN: "true or false",
}
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


class Typed(NamedTuple):
    """``bad`` is true where there was something that is not of the kind."""

    values: pl.Series
    bad: pl.Series


def can_be(kind: str, dtype: pl.DataType) -> bool:
    """Whether a column of a Parquet file may be declared so."""
    if isinstance(dtype, pl.String | pl.Categorical | pl.Enum | pl.Null):
        return True
    if isinstance(dtype, pl.Boolean):
        return kind in (BOOLEAN, INTEGER, NUMBER)
    if dtype.is_integer():
        return True
    return dtype.is_float() and kind != TEXT


def typed(column: pl.Series, kind: str, nulls: Sequence[str]) -> Typed:
    """``nulls`` are the words that mean there is no value."""
    if isinstance(column.dtype, pl.Categorical | pl.Enum | pl.Null):
        column = column.cast(pl.String)
    if isinstance(column.dtype, pl.String):
        given = _without(column, nulls)
        return _judged(given, _FROM_TEXT[kind](given))
    if column.dtype.is_float():
        column = column.fill_nan(None)
    return _judged(column, _FROM_VALUES[kind](column))


def _judged(given: pl.Series, values: pl.Series) -> Typed:
    return Typed(values, given.is_not_null() & values.is_null())


def _without(column: pl.Series, nulls: Sequence[str]) -> pl.Series:
    if not nulls:
        return column
    is_null = column == nulls[0] if len(nulls) == 1 else column.is_in(list(nulls))
    return column.set(is_null, None) if is_null.any() else column


def _cast(given: pl.Series, to: type[pl.DataType]) -> pl.Series:
    """Spaces are looked for only where the first try found no value."""
    values = given.cast(to, strict=False)
    if values.null_count() == given.null_count():
        return values
    return given.str.strip_chars().cast(to, strict=False)


def _number_from_text(given: pl.Series) -> pl.Series:
    return _finite(_cast(given, pl.Float64))


def _integer_from_text(given: pl.Series) -> pl.Series:
    return _cast(given, pl.Int64)


def _truth_from_text(given: pl.Series) -> pl.Series:
    words = given.str.strip_chars().str.to_lowercase()
    return words.replace_strict(_TRUTH, default=None, return_dtype=pl.Boolean)


def _same(given: pl.Series) -> pl.Series:
    return given


def _number_from_values(given: pl.Series) -> pl.Series:
    return _finite(given.cast(pl.Float64))


def _integer_from_values(given: pl.Series) -> pl.Series:
    values = given.cast(pl.Int64, strict=False)
    if given.dtype.is_float():
        return values.set(values.cast(given.dtype) != given, None)
    return values


def _truth_from_values(given: pl.Series) -> pl.Series:
    if isinstance(given.dtype, pl.Boolean):
        return given
    numbers = given.cast(pl.Float64)
    return (numbers == 1).set((numbers != 0) & (numbers != 1), None)


def _text_from_values(given: pl.Series) -> pl.Series:
    return given.cast(pl.String)


def _finite(values: pl.Series) -> pl.Series:
    wild = ~values.is_finite()
    return values.set(wild, None) if wild.any() else values


_FROM_TEXT: dict[str, Callable[[pl.Series], pl.Series]] = {
    NUMBER: _number_from_text,
    INTEGER: _integer_from_text,
    TEXT: _same,
    BOOLEAN: _truth_from_text,
}
_FROM_VALUES: dict[str, Callable[[pl.Series], pl.Series]] = {
    NUMBER: _number_from_values,
    INTEGER: _integer_from_values,
    TEXT: _text_from_values,
    BOOLEAN: _truth_from_values,
}
