"""What SQL has and an expression has not: each is refused with the reason, and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from lineal.base.suggest import did_you_mean
from lineal.features.expression import NUMBER, TEXT, Literal
from lineal.features.operations import OPERATIONS
from lineal.features.problem import problem, start_of

if TYPE_CHECKING:
    from lineal.base.errors import TableError
    from lineal.features.expression import Expression

#: What the parser adds to nodes without changing what they mean to us.
_IGNORED = {"typed", "safe", "ignore_nulls", "_type", "coalesce"}

_FUNCTIONS = tuple(
    dict.fromkeys(
        name
        for operation in OPERATIONS.values()
        if (name := operation.sql.partition("(")[0]) != operation.sql and name.isalnum()
    )
)

_REASONS: tuple[tuple[type[exp.Expr] | tuple[type[exp.Expr], ...], str, str | None], ...] = (
    (exp.Window, "a window needs more than one row, and one row is all that is known here", None),
    (
        (exp.Subquery, exp.Select, exp.Exists),
        "a query inside needs a table, and one row is all that is known here",
        None,
    ),
    (
        (exp.Max, exp.Min),
        "MAX and MIN need more than one row, and one row is all that is known here",
        "GREATEST(a, b) and LEAST(a, b) compare values of one row",
    ),
    (exp.AggFunc, "it needs more than one row, and one row is all that is known here", None),
    (
        (exp.Lower, exp.Upper, exp.Length, exp.Substring, exp.Trim),
        "the model's graph has no equal of it",
        "compare texts as they are with =, IN and LIKE, or change them before ingest",
    ),
    (
        (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Rand),
        "the same row must always give the same value",
        None,
    ),
    (exp.IntDiv, "// differs between databases for negative numbers", "write FLOOR(a / b)"),
)


def refused(sql: str, node: exp.Expr) -> TableError:
    name = _named(node)
    for kinds, reason, hint in _REASONS:
        if isinstance(node, kinds):
            return problem(sql, start_of(node), f"{name} cannot be used: {reason}", hint)
    guess = did_you_mean(name, _FUNCTIONS) if isinstance(node, exp.Func) else ""
    return problem(
        sql,
        start_of(node),
        f"{name} cannot be used{guess}",
        f"functions: {', '.join(_FUNCTIONS)}; and + - * / % **, comparisons, "
        "BETWEEN, IN, LIKE, IS NULL, AND, OR, NOT, CASE, ||",
    )


def _named(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.this).upper()
    if isinstance(node, exp.Func):
        return node.sql_name()
    return node.key.upper()


def only(sql: str, node: exp.Expr, keys: tuple[str, ...]) -> None:
    """No part of it that would be passed over in silence: a table before a name, a third value."""
    for key, value in node.args.items():
        if key not in keys and key not in _IGNORED and value not in (None, False, []):
            part = value.sql(dialect="duckdb") if isinstance(value, exp.Expr) else key
            if isinstance(value, exp.Subquery):
                raise refused(sql, value)
            raise problem(
                sql, start_of(node), f"{part!r} cannot be used with {node.key.upper()} here"
            )


def not_null(sql: str, node: exp.Expr, side: Expression) -> None:
    """A comparison with NULL is unknown for all rows: nobody means that."""
    if isinstance(side, Literal) and side.value is None:
        what = "the empty text is NULL, and a" if side.type == TEXT else "a"
        raise problem(
            sql,
            start_of(node),
            f"{what} comparison with NULL is never true",
            "write IS NULL or IS NOT NULL",
        )


def cast(sql: str, node: exp.Expr, given: str) -> TableError:
    wanted = node.args["to"].sql(dialect="duckdb")
    hint = "number to and from BOOLEAN, and truth to DOUBLE, are the same everywhere"
    if given == NUMBER:
        hint = "write ROUND, TRUNC, FLOOR or CEIL for whole numbers"
    if given == TEXT:
        hint = "declare the column as number where it is read in"
    return problem(
        sql, start_of(node), f"{given} cannot be converted to {wanted} in the same way on all", hint
    )
