"""Every problem of a row is named, and nothing that is right."""

from __future__ import annotations

import math
from typing import Any

import pytest

from lineal.serving.checking import checked_row, shown
from lineal.serving.refusal import Problem
from tests.serving.rows import GOOD, INPUTS, VALUES


def problems(**changes: Any) -> list[tuple[str | None, str, str]]:
    """Of the good row with other values; ... leaves a field out."""
    row = {name: value for name, value in {**GOOD, **changes}.items() if value is not ...}
    found = checked_row(row, INPUTS, 4)[1]
    assert {problem.row for problem in found} <= {4}
    return [(one.field, one.expected, one.got) for one in found]


def test_values_come_in_the_order_of_the_signature() -> None:
    """Whatever the order in which they were sent."""
    assert checked_row(dict(reversed(GOOD.items())), INPUTS, None) == (VALUES, [])


def test_a_whole_number_may_be_spelled_as_a_fraction() -> None:
    """Pandas writes 3.0 once a column had a gap."""
    values, found = checked_row({**GOOD, "days on platform": 3.0}, INPUTS, None)
    assert (values[1], type(values[1]), found) == (3, int, [])


def test_what_may_be_missing_may_be_left_out() -> None:
    """A null and nothing mean the same."""
    assert problems(rate=..., note=None) == []


BEYOND = f"the number {2**53 + 2}, which is beyond 2^53"


@pytest.mark.parametrize(
    ("name", "value", "expected", "got"),
    [
        ("minutes", None, "a number", "null"),
        ("minutes", ..., "a number", "nothing"),
        ("minutes", True, "a number", "true"),
        ("minutes", "1", "a number", 'text "1"'),
        ("minutes", math.inf, "a number", "a number that is too large"),
        ("minutes", 10**400, "a number", "a number that is too large"),
        ("rate", [], "a number, or null", "a list"),
        ("days on platform", 3.5, "a whole number", "the number 3.5"),
        ("days on platform", 2**53 + 2, "a whole number", BEYOND),
        ("country", "", "text that is not empty", 'text ""'),
        ("country", 3, "text that is not empty", "the number 3"),
        ("note", {}, "text, or null", "an object"),
        ("paying", 1, "true or false", "the number 1"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(
    name: str, value: object, expected: str, got: str
) -> None:
    """Field, expectation, and what came instead."""
    assert problems(**{name: value}) == [(name, expected, got)]


def test_an_unknown_field_is_named_with_the_one_that_was_meant() -> None:
    """A typing error gives two problems: one field too many, one too few."""
    assert problems(country=..., cuntry="IN") == [
        ("country", "text that is not empty", "nothing"),
        ("cuntry", "no field of this name; did you mean 'country'?", 'text "IN"'),
    ]


def test_a_row_that_is_no_object_is_one_problem() -> None:
    """There is nothing to look into."""
    expected = Problem(2, None, "an object with the columns of one row", "the number 5")
    assert checked_row(5, INPUTS, 2) == ((), [expected])


def test_what_is_shown_is_short() -> None:
    """A client may have sent a megabyte."""
    assert shown("x" * 1000) == f'text "{"x" * 40}…"'
