"""How sure a metric is: percentiles over tables drawn from the rows with replacement. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.learning.metrics import measure_weighted, rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: With fewer rows of a label what is drawn says nothing of how sure a metric is.
FEWEST = 10
_BLOCK = 1 << 21
#: A metric that cannot be measured in more of the draws than this has no interval.
_UNDEFINED = 0.05

Interval = tuple[float, float] | None


def intervals(
    labels: Floats, scores: Floats, threshold: float, draws: int, confidence: float, seed: int
) -> dict[str, Interval]:
    """By metric; None where it would say nothing."""
    ranked = rank(labels, scores)
    random = np.random.PCG64(seed)
    rows, parts = max(1, _BLOCK // len(labels)), []
    for start in range(0, draws, rows):
        weights = _drawn(random, min(rows, draws - start), len(labels))
        parts.append(measure_weighted(ranked, weights, threshold))
    few = min(labels.sum(), len(labels) - labels.sum()) < FEWEST
    return {
        name: None if few else _interval(np.concatenate([one[name] for one in parts]), confidence)
        for name in parts[0]
    }


def _drawn(random: np.random.PCG64, draws: int, rows: int) -> Floats:
    """How often each row was drawn, from raw bits: they are the same in all versions of numpy."""
    found = np.empty((draws, rows))
    for one in found:
        one[:] = np.bincount(random.random_raw(rows) % np.uint64(rows), minlength=rows)
    return found


def _interval(values: Floats, confidence: float) -> Interval:
    known = values[~np.isnan(values)]
    if len(values) - len(known) > _UNDEFINED * len(values):
        return None
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
