"""Intervals hold the truth as often as they say; where they would mean nothing there is none."""

from __future__ import annotations

import numpy as np

from lineal.learning.bootstrap import intervals
from lineal.learning.metrics import METRICS, measure


def _drawn(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores that are the true probabilities."""
    random = np.random.default_rng(seed)
    scores = random.random(rows)
    return (random.random(rows) < scores).astype(np.float64), scores


def test_each_metric_lies_in_its_interval() -> None:
    """All eight, of 300 rows."""
    labels, scores = _drawn(300, 1)
    found, values = intervals(labels, scores, 0.5, 200, 0.95, 1), measure(labels, scores, 0.5)
    assert set(METRICS) == {
        name
        for name, interval in found.items()
        if interval and interval[0] < values[name] < interval[1]
    }


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Of 60 tables, 90 % intervals of accuracy, whose truth is 3/4 here."""
    held = 0
    for seed in range(60):
        interval = intervals(*_drawn(200, seed), 0.5, 100, 0.9, 1)["accuracy"]
        assert interval is not None
        held += interval[0] <= 0.75 <= interval[1]
    assert 48 <= held <= 60


def test_the_same_seed_draws_the_same() -> None:
    """However many are drawn at a time."""
    labels, scores = _drawn(100, 2)
    assert intervals(labels, scores, 0.5, 100, 0.9, 7) == intervals(
        labels, scores, 0.5, 100, 0.9, 7
    )


def test_too_few_rows_of_a_label_have_no_intervals() -> None:
    """Nine positives."""
    labels = np.array([1.0] * 9 + [0.0] * 91)
    found = intervals(labels, np.linspace(1, 0, 100), 0.95, 100, 0.9, 7)
    assert dict.fromkeys(METRICS) == found


def test_a_metric_that_most_draws_do_not_have_has_no_interval() -> None:
    """One row in a hundred is called positive, and often not drawn."""
    labels, scores = np.array([1.0, 0.0] * 50), np.linspace(0.9, 0.1, 100)
    found = intervals(labels, scores, 0.895, 200, 0.9, 7)
    assert (None, True) == (found["precision"], found["recall"] is not None)
