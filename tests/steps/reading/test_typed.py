"""Values as their declared kinds, strictly."""

from __future__ import annotations

import polars as pl
import pytest

from lineal.steps.reading.typed import can_be, typed

BAD = object()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "12", 12),
        ("integer", "+12", 12),
        ("integer", " -7 ", -7),
        ("integer", "9223372036854775807", 2**63 - 1),
        ("integer", "-9223372036854775808", -(2**63)),
        ("integer", "9223372036854775808", BAD),
        ("integer", "3.5", BAD),
        ("integer", "3.0", BAD),
        ("integer", "abc", BAD),
        ("integer", "1_000", BAD),
        ("integer", "0x10", BAD),
        ("integer", "٣", BAD),
        ("integer", "", None),
        ("number", "3", 3.0),
        ("number", " 1e-3", 0.001),
        ("number", ".5", 0.5),
        ("number", "nan", BAD),
        ("number", "inf", BAD),
        ("number", "-Infinity", BAD),
        ("number", "1e999", BAD),
        ("number", "1,5", BAD),
        ("number", "", None),
        ("boolean", "true", True),
        ("boolean", "No", False),
        ("boolean", "1", True),
        ("boolean", "2", BAD),
        ("text", " x ", " x "),
        ("text", "", None),
    ],
)
def test_text_is_read_as_its_kind_or_not_at_all(kind: str, text: str, value: object) -> None:
    """Nothing is guessed and nothing rounded."""
    found = typed(pl.Series("c", [text]), kind, [""])

    assert [value] == [BAD if found.bad[0] else found.values[0]]


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("integer", pl.Series([3.0]), 3),
        ("integer", pl.Series([3.5]), BAD),
        ("integer", pl.Series([1e19]), BAD),
        ("integer", pl.Series([2**64 - 1], dtype=pl.UInt64), BAD),
        ("integer", pl.Series([float("nan")]), None),
        ("number", pl.Series([7]), 7.0),
        ("number", pl.Series([float("inf")]), BAD),
        ("number", pl.Series([float("nan")]), None),
        ("number", pl.Series([True]), 1.0),
        ("boolean", pl.Series([1]), True),
        ("boolean", pl.Series([2]), BAD),
        ("text", pl.Series([12]), "12"),
        ("text", pl.Series(["a"], dtype=pl.Categorical), "a"),
    ],
)
def test_values_of_parquet_are_taken_without_loss(
    kind: str, given: pl.Series, value: object
) -> None:
    """pandas writes integers with gaps as floats, and a gap as NaN."""
    found = typed(given, kind, [""])

    assert [value] == [BAD if found.bad[0] else found.values[0]]


def test_words_for_no_value_are_the_users() -> None:
    """All of them, and only them."""
    found = typed(pl.Series(["NA", "-", "", "1"]), "integer", ["NA", "-"])

    assert ([None, None, None, 1], [False, False, True, False]) == (
        found.values.to_list(),
        found.bad.to_list(),
    )


@pytest.mark.parametrize(
    ("kind", "dtype", "answer"),
    [
        ("number", pl.Int8(), True),
        ("text", pl.Float64(), False),
        ("boolean", pl.Float64(), True),
        ("text", pl.Boolean(), False),
        ("number", pl.Date(), False),
        ("text", pl.List(pl.String), False),
    ],
)
def test_a_type_may_be_declared_where_nothing_is_lost(
    kind: str, dtype: pl.DataType, answer: bool
) -> None:
    """A date is no number, whatever lies behind it."""
    assert answer == can_be(kind, dtype)
