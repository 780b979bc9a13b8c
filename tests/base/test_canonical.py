"""One spelling for each value."""

from __future__ import annotations

import datetime

import pytest

from lineal.base.canonical import canonical, plain


def test_the_order_of_keys_does_not_matter() -> None:
    """Equal values have equal bytes."""
    assert canonical({"b": 1, "a": [1.0, None]}) == canonical({"a": [1.0, None], "b": 1})


def test_the_bytes_are_ascii_without_spaces() -> None:
    """Names of files that are not UTF-8 have a spelling too."""
    assert canonical({"ä": "\udcff"}) == rb'{"\u00e4":"\udcff"}'


def test_a_number_that_json_has_not_is_refused() -> None:
    """It would be read back as an error, or as another value."""
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))


def test_values_from_outside_become_plain() -> None:
    """Dates, odd numbers and keys that are no text are spelled out."""
    odd = {1: float("inf"), "day": datetime.date(2026, 1, 31), "t": (1, True)}
    assert plain(odd) == {"1": "inf", "day": "2026-01-31", "t": [1, True]}
