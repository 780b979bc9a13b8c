"""The k nearest neighbours, on a grid so that equal distances are equal.

scikit-learn's search leaves open which of equally near points count, and its distances depend on
the order of sums. Here coordinates are multiples of a power of two: distances are exact, so that
any library in any order finds the same ones, and the first rows win where they are equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.learning.candidates.candidate import Candidate, Learnt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.learning.candidates.candidate import Arrays, Draws, Floats, Hyper, Scorer

#: In deviations. 2^20 steps to either side squared, times a width of 2^12, is exact in float64.
GRID, LIMIT = 2.0**-14, 32.0
#: Distances at a time: what stays in a core's cache.
_BLOCK = 1 << 19


def space(draws: Draws) -> Hyper:
    return {"k": draws.suggest_int("k", 5, 200, log=True)}


def fit(matrix: Floats, labels: Floats, hyper: Hyper, seed: int) -> Learnt:
    del seed
    if hyper["k"] < 1 or hyper["k"] != int(hyper["k"]):
        raise ValueError("k is a whole number from 1")
    arrays = {
        "points": on_grid(matrix, GRID, LIMIT),
        "labels": labels.astype(np.float64),
        "k": np.asarray(min(hyper["k"], len(labels)), np.float64),
        "grid": np.asarray(GRID),
        "limit": np.asarray(LIMIT),
    }
    return Learnt(arrays, rebuild(arrays, {}, matrix.shape[1]))


def rebuild(arrays: Arrays, texts: Mapping[str, str], width: int) -> Scorer:
    del texts, width
    points, labels = np.asarray(arrays["points"], np.float64), np.asarray(arrays["labels"])
    k, grid, limit = (float(np.asarray(arrays[name])) for name in ("k", "grid", "limit"))
    squares, doubled = (points * points).sum(axis=1), -2.0 * points.T
    rows = max(1, _BLOCK // max(1, len(points)))

    def score(matrix: Floats) -> Floats:
        found = np.empty(len(matrix))
        for start in range(0, len(matrix), rows):
            block = on_grid(matrix[start : start + rows], grid, limit)
            # The square of the row itself is the same for all points, and left out.
            distances = block @ doubled
            distances += squares
            found[start : start + rows] = _mean_label(distances, labels, int(k))
        return found

    return score


def on_grid(matrix: Floats, grid: float, limit: float) -> Floats:
    clipped: Floats = np.clip(matrix, -limit, limit)
    return np.round(clipped / grid) * grid


def _mean_label(distances: Floats, labels: Floats, k: int) -> Floats:
    nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
    farthest = np.take_along_axis(distances, nearest[:, -1:], axis=1)
    votes = labels[nearest].sum(axis=1)
    for row in np.flatnonzero((distances <= farthest).sum(axis=1) > k):
        # More are equally near than count: the first ones do.
        nearer = distances[row] < farthest[row]
        equal = np.flatnonzero(distances[row] == farthest[row])
        votes[row] = labels[nearer].sum() + labels[equal[: k - nearer.sum()]].sum()
    found: Floats = votes / k
    return found


CANDIDATE = Candidate(
    name="neighbours",
    help="k nearest neighbours",
    scaled=True,
    defaults={"k": 35},
    space=space,
    fit=fit,
    rebuild=rebuild,
)
