"""Reading an expression: SQL text becomes a value with types, or an error that shows the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import Dialect, exp
from sqlglot.errors import SqlglotError

from lineal.features.columns import columns_of
from lineal.features.expression import NUMBER, TEXT, TRUTH
from lineal.features.problem import problem
from lineal.features.translate import Scope, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.features.expression import Expression

#: Types by what a column may be called: the kinds of raw columns, and the types of expressions.
TYPES = {
    "number": NUMBER,
    "integer": NUMBER,
    "text": TEXT,
    "boolean": TRUTH,
    "truth": TRUTH,
}

_DIALECT = Dialect.get_or_raise("duckdb")
_LONGEST = 10_000
_READABLE = "one expression; texts are in 'single quotes', names with spaces in \"double quotes\""


def parse(sql: str, types: Mapping[str, str]) -> Expression:
    """``types`` of the columns it may use: kinds of raw columns or types of expressions."""
    _check_length(sql)
    scope = Scope(sql, {name: TYPES[kind] for name, kind in types.items()})
    found = translate(scope, _tree(sql))
    if not columns_of(found):
        raise problem(sql, None, "an expression needs a column, and this one has none")
    return found


def names_in(sql: str) -> tuple[str, ...]:
    """The columns it names, whether they are there or not."""
    _check_length(sql)
    return tuple(dict.fromkeys(column.name for column in _tree(sql).find_all(exp.Column)))


def _check_length(sql: str) -> None:
    if len(sql) > _LONGEST:
        raise problem(
            sql, None, f"an expression has at most {_LONGEST:,} characters", "split it into several"
        )


def _tree(sql: str) -> exp.Expr:
    try:
        found = _DIALECT.parse_into(exp.Condition, sql)
    except RecursionError as error:
        raise problem(sql, None, "it is nested too deeply", "split it into several") from error
    except SqlglotError as error:
        raise _unreadable(sql, error) from error
    if len(found) != 1 or found[0] is None:
        what = "there is more than one expression" if len(found) > 1 else "there is nothing"
        raise problem(sql, None, f"SQL cannot be read: {what}", _READABLE)
    return found[0]


def _unreadable(sql: str, error: SqlglotError) -> Exception:
    """The parser tells the line, and the column of the last character of what it stumbled over."""
    for one in getattr(error, "errors", ()):
        lines = sql.splitlines(keepends=True)[: max((one["line"] or 1) - 1, 0)]
        end = sum(map(len, lines)) + (one["col"] or 1)
        mark = one["highlight"] or ""
        what = f"SQL cannot be read at {mark!r}" if mark else "SQL cannot be read"
        return problem(sql, max(end - len(mark), 0), what, _READABLE)
    return problem(sql, None, "SQL cannot be read", _READABLE)
