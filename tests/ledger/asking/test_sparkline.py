"""Numbers as a small drawing."""

from __future__ import annotations

import pytest

from lineal.ledger.asking.sparkline import sparkline


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([5, 5, 5], "▅▅▅"),
        ([0.1, 0.9], "▁█"),
        ([1], ""),
        ([], ""),
        ([1, float("nan"), 2], "▁█"),
        ([-1.7e308, 1.7e308], "▁█"),
    ],
)
def test_a_drawing(numbers: list[float], expected: str) -> None:
    """From the lowest to the highest; what is no number is left out."""
    assert expected == sparkline(numbers)


def test_where_only_ascii_is_shown() -> None:
    """Five heights are told apart."""
    assert "_.-=^" == sparkline([0, 1, 2, 3, 4], ascii_only=True)
