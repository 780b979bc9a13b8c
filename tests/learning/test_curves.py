"""Curves are those of scikit-learn, with no more points than can be seen."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import auc, precision_recall_curve

from lineal.learning.curves import calibration, precision_recall, roc
from lineal.learning.metrics import measure


def _scored(rows: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(4)
    labels = (random.random(rows) < 0.3).astype(np.float64)
    return labels, np.round(labels * 0.3 + random.random(rows) * 0.6, 2)


def test_the_area_under_the_roc_points_is_the_metric() -> None:
    """From (0, 0) to (1, 1)."""
    labels, scores = _scored(200)
    points = roc(labels, scores)
    area = auc([one["fpr"] for one in points], [one["tpr"] for one in points])
    assert measure(labels, scores)["roc_auc"] == pytest.approx(area)


def test_precision_and_recall_are_those_of_scikit_learn() -> None:
    """Which begins at the other end, and adds a point of its own."""
    labels, scores = _scored(200)
    precision, recall, threshold = precision_recall_curve(labels, scores)
    points = precision_recall(labels, scores)[::-1]
    found = [[one[name] for one in points] for name in ("precision", "recall", "threshold")]
    expected = [precision[:-1].tolist(), recall[:-1].tolist(), threshold.tolist()]
    assert [pytest.approx(one) for one in expected] == found


def test_long_curves_keep_both_ends() -> None:
    """Of 3000 scores no more than 401 points are kept."""
    random = np.random.default_rng(1)
    points = roc((random.random(3000) < 0.5).astype(np.float64), random.random(3000))
    ends = (points[0]["fpr"], points[-1]["tpr"], len(points) <= 401)
    assert (0.0, 1.0, True) == ends


def test_calibration_says_how_often_it_was_so() -> None:
    """Two parts: half of the lower one, all of the upper."""
    labels, scores = np.array([0.0, 1, 1, 1]), np.array([0.1, 0.3, 0.8, 0.6])
    assert [
        {"predicted": pytest.approx(0.2), "observed": 0.5, "rows": 2},
        {"predicted": pytest.approx(0.7), "observed": 1.0, "rows": 2},
    ] == calibration(labels, scores, 2)
