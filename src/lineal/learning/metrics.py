"""Metrics of scores against labels, for any weights of rows: one row each, or resampled. Pure.

Equal scores are one step of a curve. What cannot be measured, as precision where nothing is
called positive, is NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: By name, whether more is better.
METRICS = {
    "accuracy": True,
    "precision": True,
    "recall": True,
    "f1": True,
    "roc_auc": True,
    "pr_auc": True,
    "log_loss": False,
    "brier": False,
}
#: Those that need no threshold, by which a winner can be chosen.
RANKING = ("roc_auc", "pr_auc", "log_loss", "brier")


class Ranked(NamedTuple):
    """Rows by falling score. ``ends`` is the last place of each distinct score."""

    order: NDArray[np.int64]
    labels: Floats
    scores: Floats
    ends: NDArray[np.int64]


def better(one: float, other: float, metric: str) -> bool:
    return one > other if METRICS[metric] else one < other


def rank(labels: Floats, scores: Floats) -> Ranked:
    order = np.argsort(-scores, kind="stable")
    sorted_scores = scores[order]
    ends = np.append(np.flatnonzero(np.diff(sorted_scores)), len(scores) - 1)
    return Ranked(order, labels[order], sorted_scores, ends)


def measure(labels: Floats, scores: Floats, threshold: float | None = None) -> dict[str, float]:
    ranked = rank(labels, scores)
    found = measure_weighted(ranked, np.ones((1, len(labels))), threshold)
    return {name: float(values[0]) for name, values in found.items()}


def measure_weighted(ranked: Ranked, weights: Floats, threshold: float | None) -> dict[str, Floats]:
    """``weights`` has a row for each resample, by the order of ``ranked``."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = _of_curves(ranked, weights) | _of_probabilities(ranked, weights)
        if threshold is not None:
            found = _of_decisions(ranked, weights, threshold) | found
    return found


def _of_decisions(ranked: Ranked, weights: Floats, threshold: float) -> dict[str, Floats]:
    # Falling scores: what is called positive comes first.
    called = int((ranked.scores >= threshold).sum())
    hits = weights[:, :called] @ ranked.labels[:called]
    positives, total = weights @ ranked.labels, weights.sum(axis=1)
    chosen = weights[:, :called].sum(axis=1)
    return {
        "accuracy": (total - positives - chosen + 2 * hits) / total,
        "precision": hits / chosen,
        "recall": hits / positives,
        "f1": 2 * hits / (positives + chosen),
    }


def _of_curves(ranked: Ranked, weights: Floats) -> dict[str, Floats]:
    hits = np.cumsum(weights * ranked.labels, axis=1)[:, ranked.ends]
    chosen = np.cumsum(weights, axis=1)[:, ranked.ends]
    positives, negatives = hits[:, -1], chosen[:, -1] - hits[:, -1]
    gained = np.diff(hits, axis=1, prepend=0.0)
    missed = np.diff(chosen - hits, axis=1, prepend=0.0)
    pairs = (missed * (hits - gained / 2)).sum(axis=1)
    precision = np.divide(hits, chosen, out=np.zeros_like(hits), where=chosen > 0)
    return {
        "roc_auc": pairs / (positives * negatives),
        "pr_auc": (gained * precision).sum(axis=1) / positives,
    }


def _of_probabilities(ranked: Ranked, weights: Floats) -> dict[str, Floats]:
    tiny = np.finfo(np.float64).eps
    scores = np.clip(ranked.scores, tiny, 1 - tiny)
    loss = -np.where(ranked.labels > 0, np.log(scores), np.log1p(-scores))
    total = weights.sum(axis=1)
    return {
        "log_loss": weights @ loss / total,
        "brier": weights @ (ranked.scores - ranked.labels) ** 2 / total,
    }
