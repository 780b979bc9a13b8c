"""Curves of scores against labels, as points to be drawn. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.learning.metrics import rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: More cannot be seen.
_POINTS = 400
Points = list[dict[str, float]]


def roc(labels: Floats, scores: Floats) -> Points:
    """From nothing called positive, without a threshold, to everything."""
    hits, misses, upper = _steps(labels, scores)
    rates = misses / max(misses[-1], 1), hits / max(hits[-1], 1)
    points = [
        {"fpr": float(rates[0][one]), "tpr": float(rates[1][one]), "threshold": float(upper[one])}
        for one in _some(len(upper))
    ]
    return [{"fpr": 0.0, "tpr": 0.0, "threshold": 1.0}, *points]


def precision_recall(labels: Floats, scores: Floats) -> Points:
    hits, misses, upper = _steps(labels, scores)
    return [
        {
            "recall": float(hits[one] / max(hits[-1], 1)),
            "precision": float(hits[one] / (hits[one] + misses[one])),
            "threshold": float(upper[one]),
        }
        for one in _some(len(upper))
    ]


def calibration(labels: Floats, scores: Floats, parts: int = 10) -> Points:
    """Rows in parts of equal size by score: what was predicted, and how often it was so."""
    order = np.argsort(scores, kind="stable")
    return [
        {
            "predicted": float(scores[rows].mean()),
            "observed": float(labels[rows].mean()),
            "rows": len(rows),
        }
        for rows in np.array_split(order, min(parts, len(order)))
    ]


def _steps(labels: Floats, scores: Floats) -> tuple[Floats, Floats, Floats]:
    ranked = rank(labels, scores)
    hits = np.cumsum(ranked.labels)[ranked.ends]
    return hits, ranked.ends + 1 - hits, ranked.scores[ranked.ends]


def _some(count: int) -> list[int]:
    """The first and the last are always among them."""
    places = np.linspace(0, count - 1, min(count, _POINTS)).round().astype(int)
    return [int(one) for one in np.unique(places)]
