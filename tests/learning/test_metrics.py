"""Metrics are those of scikit-learn, for rows and for rows that count several times."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as judge

from lineal.learning.metrics import METRICS, measure, measure_weighted, rank

THRESHOLD = 0.55


@pytest.fixture(scope="module")
def scored() -> tuple[np.ndarray, np.ndarray]:
    """Scores with many ties, and a few of exactly 0 and 1."""
    random = np.random.default_rng(3)
    labels = (random.random(300) < 0.3).astype(np.float64)
    scores = np.clip(np.round(labels * 0.2 + random.random(300), 1), 0, 1)
    return labels, scores


def _judged(labels: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    called = scores >= THRESHOLD
    keys = {"sample_weight": weights}
    return {
        "accuracy": judge.accuracy_score(labels, called, **keys),
        "precision": judge.precision_score(labels, called, **keys),
        "recall": judge.recall_score(labels, called, **keys),
        "f1": judge.f1_score(labels, called, **keys),
        "roc_auc": judge.roc_auc_score(labels, scores, **keys),
        "pr_auc": judge.average_precision_score(labels, scores, **keys),
        "log_loss": judge.log_loss(labels, scores, **keys),
        "brier": judge.brier_score_loss(labels, scores, **keys),
    }


def test_metrics_are_those_of_scikit_learn(scored: tuple[np.ndarray, np.ndarray]) -> None:
    """All eight, with ties among the scores."""
    found = measure(*scored, THRESHOLD)
    assert pytest.approx(_judged(*scored, np.ones(300))) == found


def test_a_row_drawn_twice_counts_twice(scored: tuple[np.ndarray, np.ndarray]) -> None:
    """Weights of whole numbers, zeros among them, in the order of the ranking."""
    labels, scores = scored
    weights = np.random.default_rng(5).integers(0, 4, 300).astype(np.float64)
    ranked = rank(labels, scores)
    found = measure_weighted(ranked, weights[ranked.order][None, :], THRESHOLD)
    assert pytest.approx(_judged(labels, scores, weights)) == {
        name: values[0] for name, values in found.items()
    }


def test_what_cannot_be_measured_is_nan() -> None:
    """One label alone has no ranking, and nothing called positive has no precision."""
    found = measure(np.zeros(5), np.full(5, 0.2), THRESHOLD)
    undefined = {name for name in METRICS if np.isnan(found[name])}
    assert undefined == {"precision", "recall", "f1", "roc_auc", "pr_auc"}
