"""Rules into checks over a table: each says which rows break it. One function a kind of rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from lineal.base.errors import TableError
from lineal.base.suggest import did_you_mean
from lineal.features.columns import columns_of
from lineal.features.compute import rows_where, types_of
from lineal.features.parse import parse
from lineal.features.recipe import WHOLE
from lineal.steps.step import ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lineal.steps.contract.rule import Rule


class Check(NamedTuple):
    """``broken`` is true for rows that are not in order; ``columns`` are those to look at."""

    rule: str
    column: str | None
    columns: tuple[str, ...]
    broken: pl.Series


def checks_of(rules: Iterable[Rule], frame: pl.DataFrame) -> list[Check]:
    """In the order of the rules; raises for all rules that mean nothing for this table."""
    found: list[Check] = []
    problems: list[str] = []
    for number, rule in enumerate(rules):
        try:
            found.extend(_checks(rule, frame))
        except TableError as exc:
            problems.append(f"validate.rules.{number}: {exc.message}")
            if len(problems) == 1:
                hint = exc.hint
    if problems:
        raise TableError("\n".join(problems), hint=hint)
    return found


def _checks(rule: Rule, frame: pl.DataFrame) -> Iterator[Check]:
    asked = [name for name, is_asked in _ASKED.items() if is_asked(rule)]
    if rule.expression is not None:
        if rule.column is not None or asked:
            raise _mixed("an expression is a rule of its own, without 'column' and other checks")
        yield _expression(rule, rule.expression, frame)
        return
    if rule.column is None:
        raise _mixed("it is about nothing: it has neither 'column' nor 'expression'")
    if not asked:
        raise _mixed(f"it asks nothing of '{rule.column}'")
    if rule.column not in frame.columns or rule.column == ROW:
        names = [name for name in frame.columns if name != ROW]
        raise TableError(
            f"there is no column '{rule.column}'{did_you_mean(rule.column, names)}",
            hint=f"the table has {', '.join(names)}",
        )
    for name in asked:
        words, broken = _BROKEN[name](rule, frame[rule.column])
        text = (
            rule.name if rule.name and len(asked) == 1 else f"{rule.name or rule.column}: {words}"
        )
        yield Check(text, rule.column, (rule.column,), broken.fill_null(value=False))


def _expression(rule: Rule, sql: str, frame: pl.DataFrame) -> Check:
    """Unknown, because a value is missing, is not false."""
    expression = parse(sql, types_of(frame.drop(ROW)))
    rows = rows_where(frame, expression)
    return Check(rule.name or sql, None, columns_of(expression), ~(rows.true | rows.unknown))


def _nulls(rule: Rule, column: pl.Series) -> tuple[str, pl.Series]:
    del rule
    return "no nulls", column.is_null()


def _min(rule: Rule, column: pl.Series) -> tuple[str, pl.Series]:
    return f"at least {_plain(rule.min)}", _numbers(column, "min") < rule.min


def _max(rule: Rule, column: pl.Series) -> tuple[str, pl.Series]:
    return f"at most {_plain(rule.max)}", _numbers(column, "max") > rule.max


def _values(rule: Rule, column: pl.Series) -> tuple[str, pl.Series]:
    values = list(rule.values or ())
    odd = [value for value in values if not _is_of(value, column.dtype)]
    if odd:
        raise TableError(
            f"'{column.name}' is {_kind(column)}, and {odd[0]!r} is not",
            hint="write 'values' as the column has them, or declare the column differently",
        )
    shown = ", ".join(_plain(value) for value in values)
    if column.dtype.is_numeric():
        return f"one of {shown}", ~column.cast(pl.Float64).is_in([float(one) for one in values])
    return f"one of {shown}", ~column.is_in(values)


def _unique(rule: Rule, column: pl.Series) -> tuple[str, pl.Series]:
    del rule
    return "no value twice", column.is_not_null() & ~column.is_first_distinct()


def _matches(rule: Rule, column: pl.Series) -> tuple[str, pl.Series]:
    if column.dtype != pl.String:
        raise TableError(
            f"'matches' is for text, and '{column.name}' is {_kind(column)}",
            hint="use min, max or values",
        )
    try:
        found = column.str.contains(f"^(?:{rule.matches})$")
    except pl.exceptions.PolarsError as exc:
        raise TableError(
            f"{rule.matches!r} is not a regular expression: {str(exc).splitlines()[-1].strip()}",
            hint="its syntax is RE2: no look-around, no references back",
        ) from exc
    return f"matches {rule.matches}", ~found


#: Whether a rule asks for a check, and how it is done.
_ASKED: dict[str, Callable[[Rule], bool]] = {
    "nulls": lambda rule: not rule.nulls,
    "min": lambda rule: rule.min is not None,
    "max": lambda rule: rule.max is not None,
    "values": lambda rule: rule.values is not None,
    "unique": lambda rule: rule.unique,
    "matches": lambda rule: rule.matches is not None,
}
_BROKEN: dict[str, Callable[[Rule, pl.Series], tuple[str, pl.Series]]] = {
    "nulls": _nulls,
    "min": _min,
    "max": _max,
    "values": _values,
    "unique": _unique,
    "matches": _matches,
}


def _numbers(column: pl.Series, check: str) -> pl.Series:
    if not column.dtype.is_numeric():
        raise TableError(
            f"'{check}' is for numbers, and '{column.name}' is {_kind(column)}",
            hint="use values or matches",
        )
    return column


def _is_of(value: str | float | bool, dtype: pl.DataType) -> bool:  # noqa: FBT001  any of them
    if dtype == pl.String:
        return isinstance(value, str)
    if dtype == pl.Boolean:
        return isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _kind(column: pl.Series) -> str:
    if column.dtype == pl.String:
        return "text"
    return "true or false" if column.dtype == pl.Boolean else "a number"


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) <= WHOLE:
        return str(int(value))
    return str(value)


def _mixed(problem: str) -> TableError:
    return TableError(problem, hint="a rule has 'column' and what is asked of it, or 'expression'")
