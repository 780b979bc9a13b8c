"""The day a prediction belongs to."""

from __future__ import annotations

import pytest

from lineal.base.ids import make_id
from lineal.receipts.days import day_of
from tests.receipts.making import DAY, NOON

MIDNIGHT = NOON + DAY // 2


@pytest.mark.parametrize(
    ("micros", "day"),
    [
        (0, "1970-01-01"),
        (MIDNIGHT - 1, "2026-01-31"),
        (MIDNIGHT, "2026-02-01"),
        ((1 << 48) * 1000 - 1, "9999-12-31"),
    ],
)
def test_a_day_ends_at_midnight_in_utc(micros: int, day: str) -> None:
    """Whatever an id promises, there is a day for it."""
    assert day == day_of(make_id(micros, bytes(10)))
