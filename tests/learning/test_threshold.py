"""The threshold lies between scores, and gives the highest recall with the precision asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.learning.threshold import choose

LABELS = np.array([1.0, 1, 0, 1, 0, 0])
SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.3, 0.1])


def test_it_has_the_highest_recall_with_the_precision() -> None:
    """Three of four are right down to 0.6: that is recall 1."""
    found = choose(LABELS, SCORES, 0.75)
    assert pytest.approx((0.45, 0.75, 1.0, True)) == (*found[:3], found.reached)


def test_an_unreachable_precision_gives_the_most_precise_and_says_so() -> None:
    """The best score is negative, so that precision 1 cannot be had."""
    found = choose(np.array([0.0, 1, 1, 0]), np.array([0.9, 0.8, 0.7, 0.1]), 0.9)
    assert pytest.approx((0.4, 2 / 3, False)) == (found.value, found.precision, found.reached)
    assert found.told().startswith(
        "precision 0.9 is not reached; the most precise: precision 0.667"
    )


def test_one_score_for_all_calls_nothing_positive() -> None:
    """Nothing can be told apart, and zero is not above a threshold."""
    found = choose(np.array([0.0, 1.0]), np.zeros(2), 0.9)
    assert (found.reached, found.recall, bool((np.zeros(2) >= found.value).any())) == (
        False,
        0.0,
        False,
    )


def test_neighbouring_floats_leave_no_room_for_a_threshold() -> None:
    """Where nothing lies between two scores, the cut is made elsewhere."""
    low = 0.5
    high = np.nextafter(low, 1.0)
    found = choose(np.array([1.0, 0.0, 0.0]), np.array([high, low, 0.1]), 0.9)
    assert (found.value, found.precision) == pytest.approx((0.3, 0.5))


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 12)), min_size=2, max_size=30),
    st.sampled_from([0.3, 0.5, 0.9, 1.0]),
)
def test_no_threshold_on_a_grid_does_better(rows: list[tuple[bool, int]], target: float) -> None:
    """Every cut there is, tried one by one."""
    labels, scores = np.array([float(a) for a, _ in rows]), np.array([b / 12 for _, b in rows])
    if not labels.any():
        labels[0] = 1.0
    found = choose(labels, scores, target)
    recalls = [0.0]
    for cut in sorted(set(scores)):
        called = scores >= cut
        if cut > 0 and labels[called].mean() >= target:
            recalls.append(float(labels[called].sum() / labels.sum()))
    assert found.value not in scores
    assert pytest.approx(max(recalls)) == (found.recall if found.reached else 0.0)
