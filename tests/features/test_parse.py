"""Expressions are read with types, or refused with the place and the reason."""

from __future__ import annotations

import pytest

from lineal.base.errors import TableError
from lineal.features.expression import NUMBER, TEXT, TRUTH, Call, Column, Literal
from lineal.features.parse import names_in, parse

TYPES = {"a": "number", "n": "integer", "c": "text", "t": "boolean", "days on": "number"}
A, N, C, T = Column("a", NUMBER), Column("n", NUMBER), Column("c", TEXT), Column("t", TRUTH)


def number(value: float) -> Literal:
    return Literal(value, NUMBER)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("a + 1", Call("add", (A, number(1.0)), NUMBER)),
        ("a ** 2", Call("power", (A, number(2.0)), NUMBER)),
        ("-1e-6 * a", Call("multiply", (number(-1e-6), A), NUMBER)),
        ('"days on" / n', Call("divide", (Column("days on", NUMBER), N), NUMBER)),
        ("a > n", Call("less", (N, A), TRUTH)),
        ("c <> 'x'", Call("not", (Call("equal", (C, Literal("x", TEXT)), TRUTH),), TRUTH)),
        ("a IS NOT NULL", Call("not", (Call("is_null", (A,), TRUTH),), TRUTH)),
        ("t AND t AND t", Call("and", (T, T, T), TRUTH)),
        ("IF(t, c)", Call("choose", (T, C, Literal(None, TEXT)), TEXT)),
        ("CASE WHEN t THEN NULL ELSE a END", Call("choose", (T, Literal(None, NUMBER), A), NUMBER)),
        ("n IN (2, 2, 1)", Call("in_list", (N, number(2.0), number(1.0)), TRUTH)),
        ("COALESCE(c)", C),
        ("CAST(t AS DOUBLE)", Call("to_number", (T,), NUMBER)),
        ("LOG10(a)", Call("logarithm10", (A,), NUMBER)),
        ("ROUND(a)", Call("round", (A, number(0.0)), NUMBER)),
    ],
)
def test_sql_becomes_a_value_with_types(sql: str, expected: object) -> None:
    """NULL takes the type of its place; kinds of columns are types of expressions."""
    assert parse(sql, TYPES) == expected


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("1 + aa", "no column 'aa'.*character 5 of"),
        ("a + c", "a [+] c needs number and gets text.*character 1"),
        ("a + t", "needs number and gets truth"),
        ("CASE WHEN a THEN 1 END", "needs truth and gets number"),
        ("CASE WHEN t THEN 1 ELSE 'x' END", "puts number and text together"),
        ("c < 'x'", "needs number and gets text"),
        ("SUM(a)", "SUM cannot be used: it needs more than one row"),
        ("a > AVG(a)", "AVG cannot be used: it needs more than one row.*character 5"),
        ("MAX(a, n)", "MAX cannot be used"),
        ("ROW_NUMBER() OVER (ORDER BY a)", "WINDOW cannot be used"),
        ("a IN (SELECT 1)", "SUBQUERY cannot be used"),
        ("a > (SELECT 1)", "SUBQUERY cannot be used"),
        ("LOWER(c) = 'x'", "LOWER cannot be used: the model's graph has no equal"),
        ("ROUN(a)", "ROUN cannot be used; did you mean 'ROUND'"),
        ("RANDOM() * a", "RAND cannot be used: the same row"),
        ("LOG(a)", "to base e in some databases"),
        ("CAST(c AS DOUBLE)", "text cannot be converted to DOUBLE"),
        ("CAST(a AS INT)", "number cannot be converted to INT"),
        ("CAST(a AS TEXT)", "number cannot be converted to TEXT"),
        ("c = ''", "the empty text is NULL"),
        ("a = NULL", "comparison with NULL is never true"),
        ("a IN (1, NULL)", "comparison with NULL is never true"),
        ("a IN (n)", "a list of literals"),
        ("c LIKE c", "a pattern that is a literal"),
        ("ROUND(a, n)", "a whole number of digits"),
        ("a // 2", "INTDIV cannot be used"),
        ("x.a", "'x' cannot be used"),
        ("a AS b", "SQL cannot be read"),
        ("a; a", "SQL cannot be read"),
        ("a IN ()", "a value is missing"),
        ("@", "SQL cannot be read"),
        ("IF a", "COMMAND cannot be used"),
        ("1 + 1", "needs a column, and this one has none"),
        ("a +", "SQL cannot be read"),
        ("a, n", "SQL cannot be read at ','.*character 2"),
        ("'x", "SQL cannot be read"),
        ("", "SQL cannot be read"),
        ("a < 1e999", "too large for a float64"),
        ("+".join(["a"] * 300), "nested too deeply"),
        ("(" * 900 + "a" + ")" * 900, "nested too deeply"),
        ("a" * 10_001, "at most 10,000 characters"),
    ],
)
def test_what_cannot_be_the_same_everywhere_is_refused(sql: str, message: str) -> None:
    """With what it is, where it stands, and why."""
    with pytest.raises(TableError, match=message):
        parse(sql, TYPES)


def test_a_mistyped_column_is_told_with_the_nearest_one() -> None:
    """That is what is needed, and no list."""
    with pytest.raises(TableError, match=r"did you mean 'minutes'\? .character 5"):
        parse("2 * minuts", {"minutes": "number", "days": "number"})


def test_a_column_that_is_like_none_is_told_with_all_there_are() -> None:
    """As a hint."""
    with pytest.raises(TableError, match="no column 'xyz'") as caught:
        parse("2 * xyz", {"minutes": "number", "days": "number"})
    assert caught.value.hint == "columns: minutes, days"


def test_a_long_rule_of_many_parts_is_not_deep() -> None:
    """AND and OR of any number of parts are one call."""
    expression = parse(" AND ".join(["a > 1"] * 500), TYPES)
    assert isinstance(expression, Call)
    assert len(expression.arguments) == 500


def test_names_are_found_without_knowing_types() -> None:
    """For whoever wants to know what an expression would need."""
    assert names_in('a + b * "c d" + a') == ("a", "b", "c d")
