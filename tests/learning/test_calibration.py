"""Values become the likeliest probabilities, however large they are."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from lineal.learning.calibration import calibrate, sigmoid


def test_it_finds_the_slope_that_made_the_labels() -> None:
    """As scikit-learn's regression without penalty does, but for Platt's drawn-in targets."""
    random = np.random.default_rng(3)
    values = random.normal(size=4000)
    labels = (random.random(4000) < sigmoid(3 * values - 1)).astype(np.float64)
    judge = LogisticRegression(C=np.inf).fit(values[:, None], labels)
    expected = (float(judge.coef_[0, 0]), float(judge.intercept_[0]))
    assert pytest.approx(expected, rel=0.02) == calibrate(values, labels)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_values_that_separate_the_labels_have_a_finite_slope(scale: float) -> None:
    """Perfect on both sides, of any size."""
    values, labels = np.array([-2.0, -1, 1, 2]) * scale, np.array([0.0, 0, 1, 1])
    slope, offset = calibrate(values, labels)
    scores = sigmoid(slope * values + offset)
    assert pytest.approx([0.25, 0.25, 0.75, 0.75], abs=0.1) == scores


def test_values_that_say_nothing_give_the_share_of_positives() -> None:
    """All the same, one of four positive: Platt draws that a little to the middle."""
    values = np.ones(400)
    slope, offset = calibrate(values, np.array([1.0, 0, 0, 0] * 100))
    assert pytest.approx(0.25, abs=0.01) == sigmoid(slope * values + offset)[0]


def test_a_sigmoid_of_huge_values_does_not_overflow() -> None:
    """Warnings are errors here."""
    assert [0.0, 0.5, 1.0] == sigmoid(np.array([-1e6, 0.0, 1e6])).tolist()
