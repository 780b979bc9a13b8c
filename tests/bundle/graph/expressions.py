"""Random expressions as SQL, and rows with everything a row may hold."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_NUMBERS = (
    None,
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    3.0,
    -7.25,
    0.1,
    1e-300,
    5e-324,
    1e16,
    1.7e308,
    -1.7e308,
    4503599627370495.5,
    float("inf"),
)
_TEXTS = (None, "", "IN", "in", "US", "é", "日本", "a b", "a\nb", "%", "_", "x" * 40)


def rows(seed: int, count: int = 60) -> pl.DataFrame:
    chosen = random.Random(seed)  # noqa: S311  rows of a test
    return pl.DataFrame(
        {
            "a": chosen.choices(_NUMBERS, k=count),
            "b": [chosen.choice(_NUMBERS) or chosen.uniform(-9, 9) for _ in range(count)],
            "i": chosen.choices((None, 0, 1, 2, -3, 1000, 2**53), k=count),
            "c": chosen.choices(_TEXTS, k=count),
            "d": chosen.choices(_TEXTS, k=count),
            "t": chosen.choices((None, True, False), k=count),
            "u": chosen.choices((None, True, False), k=count),
        },
        schema_overrides={"a": pl.Float64, "b": pl.Float64},
    )


def _filled(template: str, *parts: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.tuples(*parts).map(lambda chosen: template.format(*chosen))


def _number(
    inner: SearchStrategy[str], text: SearchStrategy[str], truth: SearchStrategy[str]
) -> SearchStrategy[str]:
    two = st.sampled_from(["({} + {})", "({} - {})", "({} * {})", "({} / {})", "({} % {})"])
    one = ["(-{})", "ABS({})", "SIGN({})", "FLOOR({})", "CEIL({})", "TRUNC({})", "SQRT({})"]
    one += ["EXP({})", "LN({})", "LOG10({})", "({} ** 2)", "({} ** 0.5)", "(2 ** {})"]
    one += ["ROUND({})", "ROUND({}, 2)", "ROUND({}, -2)"]
    return st.one_of(
        st.tuples(two, inner, inner).map(lambda parts: parts[0].format(*parts[1:])),
        st.tuples(st.sampled_from(one), inner).map(lambda parts: parts[0].format(parts[1])),
        _filled("GREATEST({}, {}, {})", inner, inner, inner),
        _filled("LEAST({}, {})", inner, inner),
        _choices(inner, text, truth, inner),
        _filled("CAST({} AS DOUBLE)", truth),
    )


def _truth(
    number: SearchStrategy[str], text: SearchStrategy[str], inner: SearchStrategy[str]
) -> SearchStrategy[str]:
    compared = st.sampled_from(["=", "<>", "<", ">", "<=", ">="])
    return st.one_of(
        st.tuples(number, compared, number).map(lambda parts: f"({' '.join(parts)})"),
        _filled("({} BETWEEN {} AND {})", number, number, number),
        _filled("({} IN (0, 1, -3, 2.5, 1000))", number),
        _filled("({} NOT IN (1, 2))", number),
        _filled("({} = {})", text, text),
        _filled("({} <> {})", text, text),
        _filled("({} IN ('IN', 'US', 'é', '日本', '%'))", text),
        _filled("({} LIKE '%n')", text),
        _filled("({} LIKE 'a_b%')", text),
        _filled("({} IS NULL)", st.one_of(number, text, inner)),
        _filled("({} IS NOT TRUE)", inner),
        _filled("({} IS FALSE)", inner),
        _filled("({} AND {} AND {})", inner, inner, inner),
        _filled("({} OR {})", inner, inner),
        _filled("(NOT {})", inner),
        _filled("({} = {})", inner, inner),
        _filled("CAST({} AS BOOLEAN)", number),
        _choices(number, text, inner, inner),
    )


def _text(
    number: SearchStrategy[str], inner: SearchStrategy[str], truth: SearchStrategy[str]
) -> SearchStrategy[str]:
    return st.one_of(_filled("({} || {})", inner, inner), _choices(number, inner, truth, inner))


def _choices(
    number: SearchStrategy[str],
    text: SearchStrategy[str],
    truth: SearchStrategy[str],
    same: SearchStrategy[str],
) -> SearchStrategy[str]:
    return st.one_of(
        _filled("CASE WHEN {} THEN {} WHEN {} THEN {} ELSE {} END", truth, same, truth, same, same),
        _filled("CASE WHEN {} THEN {} END", truth, same),
        _filled("CASE {} WHEN {} THEN {} ELSE {} END", number, number, same, same),
        _filled("CASE {} WHEN 'IN' THEN {} WHEN 'US' THEN {} END", text, same, same),
        _filled("COALESCE({}, {}, {})", same, same, same),
        _filled("NULLIF({}, {})", same, same),
        _filled("IF({}, {}, {})", truth, same, same),
    )


def expressions(depth: int = 2) -> SearchStrategy[str]:
    """Of all types."""
    number = st.sampled_from(["a", "b", "i", "a", "b", "1", "0", "2.5", "-3"])
    text = st.sampled_from(["c", "d", "c", "d", "'IN'", "'é'"])
    truth = st.sampled_from(["t", "u", "t", "u", "TRUE", "FALSE"])
    for _ in range(depth):
        number, text, truth = (
            st.one_of(number, _number(number, text, truth)),
            st.one_of(text, _text(number, text, truth)),
            st.one_of(truth, _truth(number, text, truth)),
        )
    return st.one_of(number, text, truth)
