"""Parameters as dvc.lock holds them."""

from __future__ import annotations

import datetime as dt

import pytest

from lineal.base.errors import DocumentError
from lineal.pipeline.params.recorded import recorded_value


def test_tuples_are_recorded_as_lists_and_dates_as_text() -> None:
    """So that what is read back from the lock equals what was recorded."""
    day = dt.date(2026, 1, 31)
    value = {"t": (1, [(2,)]), "d": day, day: None, 3: True}

    assert recorded_value(value) == {
        "t": [1, [[2]]],
        "d": "2026-01-31",
        "2026-01-31": None,
        3: True,
    }


@pytest.mark.parametrize("value", [{1, 2}, b"x", 1j, {(1, 2): 3}])
def test_what_a_lock_cannot_hold_is_refused(value: object) -> None:
    """A set has no order, so its record would change from run to run."""
    with pytest.raises(DocumentError, match=r"which dvc\.lock cannot hold"):
        recorded_value(value)
