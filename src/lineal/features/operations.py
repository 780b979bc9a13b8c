"""The operations an expression may have: one table, which every compiler covers. Pure."""

from __future__ import annotations

from typing import NamedTuple

from lineal.features.expression import NUMBER, TEXT, TRUTH

#: Arguments of one type, whichever it is; a result of it.
SAME = "same"
#: An argument of any type of its own.
ANY = "any"


class Operation(NamedTuple):
    """``more``: the last argument may be repeated."""

    sql: str
    arguments: tuple[str, ...]
    result: str
    doc: str
    more: bool = False


_ONE, _TWO = (NUMBER,), (NUMBER, NUMBER)
_BOTH = (SAME, SAME)

OPERATIONS = {
    "add": Operation("a + b", _TWO, NUMBER, "sum"),
    "subtract": Operation("a - b", _TWO, NUMBER, "difference"),
    "multiply": Operation("a * b", _TWO, NUMBER, "product"),
    "divide": Operation("a / b", _TWO, NUMBER, "quotient with its fraction; NULL where b is 0"),
    "modulo": Operation("a % b", _TWO, NUMBER, "a - b * TRUNC(a / b); NULL where b is 0"),
    "negate": Operation("-a", _ONE, NUMBER, "the other sign"),
    "power": Operation("POWER(a, b)", _TWO, NUMBER, "also a ** b; NULL where it has no value"),
    "absolute": Operation("ABS(a)", _ONE, NUMBER, "without its sign"),
    "sign": Operation("SIGN(a)", _ONE, NUMBER, "-1, 0 or 1"),
    "floor": Operation("FLOOR(a)", _ONE, NUMBER, "the whole number at or below"),
    "ceiling": Operation("CEIL(a)", _ONE, NUMBER, "the whole number at or above; also CEILING"),
    "truncate": Operation("TRUNC(a)", _ONE, NUMBER, "the whole number towards 0"),
    "round": Operation("ROUND(a, n)", _TWO, NUMBER, "halves away from 0; n digits, a literal"),
    "square_root": Operation("SQRT(a)", _ONE, NUMBER, "NULL below 0"),
    "exponential": Operation("EXP(a)", _ONE, NUMBER, "e to the power of a"),
    "logarithm": Operation("LN(a)", _ONE, NUMBER, "to base e; NULL at and below 0; also LOG(b, a)"),
    "logarithm10": Operation("LOG10(a)", _ONE, NUMBER, "to base 10, exact for powers of 10"),
    "greatest": Operation("GREATEST(a, b)", _TWO, NUMBER, "NULL where one is NULL", more=True),
    "least": Operation("LEAST(a, b)", _TWO, NUMBER, "NULL where one is NULL", more=True),
    "equal": Operation("a = b", _BOTH, TRUTH, "of numbers, texts or truths; also <>"),
    "less": Operation("a < b", _TWO, TRUTH, "of numbers; also >"),
    "at_most": Operation("a <= b", _TWO, TRUTH, "of numbers; also >="),
    "between": Operation("a BETWEEN b AND c", (NUMBER,) * 3, TRUTH, "b <= a AND a <= c"),
    "in_list": Operation("a IN (b, c)", _BOTH, TRUTH, "a list of literals", more=True),
    "like": Operation("a LIKE 'x%'", (TEXT, TEXT), TRUTH, "% any text, _ one character; a literal"),
    "is_null": Operation("a IS NULL", (ANY,), TRUTH, "never unknown; also IS NOT NULL"),
    "is_true": Operation("a IS TRUE", (TRUTH,), TRUTH, "never unknown; also IS FALSE, IS NOT TRUE"),
    "and": Operation("a AND b", (TRUTH, TRUTH), TRUTH, "false if one is false", more=True),
    "or": Operation("a OR b", (TRUTH, TRUTH), TRUTH, "true if one is true", more=True),
    "not": Operation("NOT a", (TRUTH,), TRUTH, "unknown stays unknown"),
    "choose": Operation(
        "CASE WHEN a THEN b ELSE c END", (TRUTH, SAME, SAME), SAME, "also IF(a, b, c)", more=True
    ),
    "match": Operation(
        "CASE a WHEN b THEN c ELSE d END", (ANY, ANY, SAME, SAME), SAME, "a = b chooses", more=True
    ),
    "coalesce": Operation("COALESCE(a, b)", _BOTH, SAME, "the first that is not NULL", more=True),
    "null_if": Operation("NULLIF(a, b)", _BOTH, SAME, "NULL where a = b"),
    "concatenate": Operation("a || b", (TEXT, TEXT), TEXT, "one text after the other"),
    "to_number": Operation("CAST(a AS DOUBLE)", (TRUTH,), NUMBER, "1 for true, 0 for false"),
    "to_truth": Operation("CAST(a AS BOOLEAN)", (NUMBER,), TRUTH, "a <> 0"),
}
