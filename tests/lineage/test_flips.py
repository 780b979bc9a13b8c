"""What one input alone would have to be: exact where the model is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.lineage.flips import Flip, Range, flips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MINUTES = Range("minutes", "number", (0.0, 50.0, 100.0), 100.0)
_EXAMS = Range("exams", "integer", (0, 5, 20), 20.0)
_COUNTRY = Range("country", "text", ("US", "IN", "EG"))
_ROW: dict[str, Any] = {"minutes": 10.0, "exams": 1, "country": "US"}


def _linear(rows: Sequence[Mapping[str, Any]]) -> list[float]:
    return [
        one["minutes"] / 100 + one["exams"] / 10 + (0.5 if one["country"] == "EG" else 0.0)
        for one in rows
    ]


def test_the_smallest_change_comes_first_with_the_fewest_digits_that_do() -> None:
    """0.2 now, 0.5 to reach: 30 minutes of 100, or 3 exams of 20, or another country."""
    found = flips(_ROW, [_MINUTES, _EXAMS, _COUNTRY], _linear, 0.5)
    assert [("exams", 4, 0.15), ("minutes", 40.0, 0.3), ("country", "EG", 1.0)] == [
        (one.name, one.after, round(one.size, 9)) for one in found
    ]


def test_a_change_that_is_told_flips() -> None:
    """It was scored, not reckoned."""
    found = flips(_ROW, [_MINUTES, _EXAMS, _COUNTRY], _linear, 0.5)
    assert all(one.score >= 0.5 for one in found)


def test_downward_too() -> None:
    """What was positive is to become negative."""
    found = flips({**_ROW, "minutes": 90.0}, [_MINUTES], _linear, 0.5)
    assert [("minutes", True)] == [(one.name, 39 < one.after < 40) for one in found]


def test_none_flips_when_none_can() -> None:
    """Of all values that training saw."""
    assert [] == flips(_ROW, [_MINUTES, _EXAMS, _COUNTRY], _linear, 9.0)


def test_a_step_is_found_between_two_values_that_were_tried() -> None:
    """As a tree has them."""

    def stepped(rows: Sequence[Mapping[str, Any]]) -> list[float]:
        return [float(one["minutes"] > 73.25) for one in rows]

    (found,) = flips(_ROW, [_MINUTES], stepped, 0.5)
    assert 73.3 == found.after


def test_what_is_missing_has_no_distance() -> None:
    """Nothing is nearer to it than another."""
    found: list[Flip] = flips(
        {**_ROW, "exams": None}, [_EXAMS], lambda rows: [0.0] * len(rows), 0.5
    )
    assert [] == found
