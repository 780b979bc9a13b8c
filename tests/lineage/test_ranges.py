"""Values to try, of what a profile says."""

from __future__ import annotations

from lineal.lineage.ranges import ranges_of

_PROFILE = {
    "columns": {
        "minutes": {"quantiles": [0.0, 4.0, 4.0]},
        "exams": {"quantiles": [0.0, 2.0]},
        "country": {"top": {"EG": 1, "IN": 3, "DE": 1}},
    }
}


def test_numbers_are_tried_between_quantiles() -> None:
    """Each once."""
    (found,) = ranges_of([("minutes", "number")], _PROFILE)
    assert ((0.0, 1.0, 2.0, 3.0, 4.0), 4.0) == (found.values, found.spread)


def test_whole_numbers_stay_whole() -> None:
    """As a row may have them."""
    (found,) = ranges_of([("exams", "integer")], _PROFILE)
    assert (0, 1, 2) == found.values


def test_words_come_by_how_often_they_were_seen() -> None:
    """Equally frequent ones by name."""
    (found,) = ranges_of([("country", "text")], _PROFILE)
    assert ("IN", "DE", "EG") == found.values


def test_of_what_a_profile_does_not_know_nothing_is_tried() -> None:
    """An empty one is no error."""
    assert [()] == [one.values for one in ranges_of([("minutes", "number")], {})]
