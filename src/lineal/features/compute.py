"""Expressions over tables, by polars: a column for an expression, all features of a recipe.

One operation is computed after the other, each over whole columns: then the work grows with the
length of an expression, however often an operation needs its arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from lineal.base.errors import TableError
from lineal.features.expression import NUMBER, TEXT, TRUTH, Column, Literal
from lineal.features.parse import parse
from lineal.features.polars_operations import POLARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.features.expression import Expression
    from lineal.features.recipe import Feature, Recipe

_DTYPES: dict[str, pl.DataType] = {
    NUMBER: pl.Float64(),
    TEXT: pl.String(),
    TRUTH: pl.Boolean(),
}


class Rows(NamedTuple):
    """Masks of equal length: where a truth is true, and where it is unknown."""

    true: pl.Series
    unknown: pl.Series


def evaluate(frame: pl.DataFrame, expression: Expression) -> pl.Series:
    """NULL is null. Infinity is NULL as a result, and minus zero is zero."""
    found = frame.select(_value(frame, expression)).to_series().alias("")
    if expression.type != NUMBER:
        return found
    return pl.select(_finite(pl.lit(found))).to_series()


def rows_where(frame: pl.DataFrame, expression: Expression) -> Rows:
    found = evaluate(frame, expression)
    if expression.type != TRUTH:
        raise TableError(
            f"rows are chosen by a truth, and this expression is {expression.type}",
            hint="write a comparison",
        )
    return Rows(found.fill_null(value=False), found.is_null())


def add_features(frame: pl.DataFrame, recipe: Recipe) -> pl.DataFrame:
    """With a column for each feature, in the order of the recipe."""
    kinds = {column.name: column.kind for column in recipe.inputs}
    return add_all(frame, recipe.features, kinds)


def add_all(
    frame: pl.DataFrame, features: Iterable[Feature], kinds: Mapping[str, str]
) -> pl.DataFrame:
    """``kinds`` are of the columns that expressions may use."""
    types = dict(kinds)
    for feature in features:
        column = evaluate(frame, parse(feature.sql, types))
        frame = frame.with_columns(column.alias(feature.name))
        types[feature.name] = feature.type
    return frame


def types_of(frame: pl.DataFrame) -> dict[str, str]:
    """What `parse` wants to know of the columns of a table; other kinds are left out."""
    return {
        name: NUMBER if dtype.is_numeric() else TEXT if dtype == pl.String else TRUTH
        for name, dtype in frame.schema.items()
        if dtype.is_numeric() or dtype in {pl.String, pl.Boolean}
    }


def _value(frame: pl.DataFrame, expression: Expression) -> pl.Series | pl.Expr:
    """A column that is computed, or a constant that any number of rows may share."""
    if isinstance(expression, Column):
        return _column(frame, expression)
    if isinstance(expression, Literal):
        return pl.lit(expression.value, dtype=_DTYPES[expression.type])
    arguments = [_value(frame, argument) for argument in expression.arguments]
    found = POLARS[expression.name](*map(_expression, arguments))
    column = pl.select(found.cast(_DTYPES[expression.type])).to_series()
    if any(isinstance(argument, pl.Series) for argument in arguments):
        return column
    return pl.lit(column.item(), dtype=_DTYPES[expression.type])


def _expression(value: pl.Series | pl.Expr) -> pl.Expr:
    return pl.lit(value) if isinstance(value, pl.Series) else value


def _column(frame: pl.DataFrame, column: Column) -> pl.Series:
    if column.name not in frame.columns:
        raise TableError(f"the table has no column {column.name!r}")
    return pl.select(_clean(pl.lit(frame[column.name]), column.type)).to_series()


def _clean(found: pl.Expr, type_: str) -> pl.Expr:
    """As the seam of expressions has it: no NaN, no empty text."""
    if type_ == NUMBER:
        return found.cast(pl.Float64).fill_nan(None)
    if type_ == TEXT:
        return pl.when(found != "").then(found)
    return found.cast(pl.Boolean)


def _finite(found: pl.Expr) -> pl.Expr:
    return (found + (found - found)).fill_nan(None)
