"""What a person reads of a prediction."""

from __future__ import annotations

import pytest

from lineal.cli.why_prediction import _row
from lineal.lineage.flips import Flip


@pytest.mark.parametrize(
    ("size", "said"),
    [(0.001, "0.1 %"), (0.16, "16 %"), (1.5, "150 %"), (1e300, "more than 1,000 %")],
)
def test_a_change_is_told_in_a_few_digits(size: float, said: str) -> None:
    """Also where somebody sent what training never saw."""
    assert f"{said} of what training saw" == _row(Flip("minutes", 4.0, 5.0, 0.7, size))[-1]
