"""One rule turns what was measured into a verdict."""

from __future__ import annotations

import math

import pytest

from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS
from lineal.gates.judging import (
    AT_LEAST,
    AT_MOST,
    BOUND,
    POINT,
    Asked,
    Measured,
    judge,
    missing,
    rows_needed,
    spell,
)


@pytest.mark.parametrize(
    ("value", "interval", "confidence", "verdict"),
    [
        (0.95, (0.92, 0.97), POINT, PASS),
        (0.95, (0.92, 0.97), BOUND, PASS),
        (0.91, (0.88, 0.94), POINT, PASS),
        (0.91, (0.88, 0.94), BOUND, INCONCLUSIVE),
        (0.89, (0.86, 0.92), POINT, INCONCLUSIVE),
        (0.89, (0.86, 0.92), BOUND, INCONCLUSIVE),
        (0.80, (0.77, 0.83), POINT, FAIL),
        (0.9, None, POINT, PASS),
        (0.95, None, BOUND, INCONCLUSIVE),
        (0.89, None, POINT, FAIL),
        (0.89, None, BOUND, FAIL),
        (0.95, (math.nan, 0.97), BOUND, INCONCLUSIVE),
    ],
)
def test_the_point_decides_and_the_interval_says_how_surely(
    value: float, interval: tuple[float, float] | None, confidence: str, verdict: str
) -> None:
    """Of at least 0.9."""
    found = judge("x", Asked(AT_LEAST, 0.9, confidence), Measured(value, 100, interval))
    assert verdict == found.verdict


def test_at_most_is_the_mirror_of_at_least() -> None:
    """The other end of the interval counts."""
    asked = Asked(AT_MOST, 0.1, BOUND)
    values = ((0.05, (0.02, 0.09)), (0.09, (0.05, 0.2)), (0.3, (0.2, 0.4)))
    found = [judge("x", asked, Measured(value, 9, interval)).verdict for value, interval in values]
    assert [PASS, INCONCLUSIVE, FAIL] == found


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_never_passes(value: float | None) -> None:
    """Whichever way it is compared."""
    found = [
        judge("x", Asked(relation, 0.5), Measured(value, 10)).verdict
        for relation in (AT_LEAST, AT_MOST)
    ]
    assert [INCONCLUSIVE, INCONCLUSIVE] == found


def test_a_threshold_that_is_no_number_never_passes() -> None:
    """And it does not get into the document, which could not hold it."""
    found = judge("x", Asked(AT_MOST, math.nan), Measured(0.1, 10))
    assert (INCONCLUSIVE, None) == (found.verdict, found.threshold)


def test_no_rows_never_pass() -> None:
    """Whatever was measured on them."""
    found = judge("x", Asked(AT_LEAST, 0.5), Measured(1.0, 0))
    assert (INCONCLUSIVE, None, 0) == (found.verdict, found.measured, found.n)


def test_an_interval_that_lies_elsewhere_is_widened_to_the_value() -> None:
    """A bootstrap of few rows may say so; it is not to make things surer."""
    found = judge("x", Asked(AT_LEAST, 0.9), Measured(0.95, 10, (0.91, 0.93)))
    assert (0.91, 0.95) == found.interval


def test_rows_needed_shrink_the_interval_until_the_threshold_is_outside() -> None:
    """Half the width takes four times the rows."""
    assert [400, 100, None] == [
        rows_needed(0.92, 0.9, (0.88, 0.96), 100),
        rows_needed(0.94, 0.9, (0.90, 0.98), 100),
        rows_needed(0.9, 0.9, (0.88, 0.92), 100),
    ]


def test_the_sentence_says_what_was_asked_and_how_many_rows_would_tell() -> None:
    """A person decides by it."""
    found = judge("x", Asked(AT_LEAST, 0.9), Measured(0.89, 200, (0.85, 0.93)), "of few")
    expected = (
        "0.89 is not at least 0.9, but between 0.85 and 0.93 it could be chance:"
        " about 3,200 rows would tell; of few"
    )
    assert expected == found.why


def test_a_value_just_below_is_not_spelled_as_the_threshold() -> None:
    """0.9 is not less than 0.9."""
    assert ("0.89999", "0.9") == (spell(0.89999, 0.9), spell(0.9, 0.9))


def test_what_is_missing_says_how_much_it_takes() -> None:
    """As far as that is known."""
    found = missing("x", "too few", n=3, needed=200)
    assert (INCONCLUSIVE, 3, 200) == (found.verdict, found.n, found.needed)
