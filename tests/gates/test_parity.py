"""Whether the graph says what the trained model says."""

from __future__ import annotations

import math

import pytest

from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS
from lineal.gates.parity import Parity, ParitySettings, parity_verdicts


@pytest.mark.parametrize(
    ("found", "verdicts"),
    [
        (Parity(rows=10, max_difference=1e-9, flips=0), [PASS, PASS]),
        (Parity(rows=10, max_difference=1e-3, flips=0), [FAIL, PASS]),
        (Parity(rows=10, max_difference=1e-9, flips=1), [PASS, FAIL]),
        (Parity(rows=0, max_difference=0.0, flips=0), [INCONCLUSIVE, INCONCLUSIVE]),
        (Parity(rows=10, max_difference=math.nan, flips=0), [INCONCLUSIVE, PASS]),
    ],
)
def test_difference_and_flips_are_judged_apart(found: Parity, verdicts: list[str]) -> None:
    """No rows, and what is no number, never pass."""
    assert verdicts == [one.verdict for one in parity_verdicts(ParitySettings(), found)]
