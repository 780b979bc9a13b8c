"""What machines are told of a receipt."""

from __future__ import annotations

import pytest

from lineal.receipts.as_json import moment
from tests.receipts.making import NOON


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (NOON + 7999, "2026-01-31T12:00:00.007Z"),
        (((1 << 48) - 1) * 1000, "9999-12-31T23:59:59.999Z"),
    ],
)
def test_a_moment_is_iso_8601(micros: int, text: str) -> None:
    """Also of a clock that stood before 1970, whose ids are of the year 10889."""
    assert moment(micros) == text
