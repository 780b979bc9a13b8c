"""Thresholds of forests: rows are not rounded, and go where rounded ones would."""

from __future__ import annotations

import numpy as np

from lineal.bundle.graph.models.forest import unrounded


def test_a_moved_threshold_parts_values_as_rounding_them_does() -> None:
    """The last value that goes left and the first that does not are neighbours in float64."""
    rng = np.random.default_rng(3)
    scales = 10.0 ** rng.integers(-40, 38, 4000)
    thresholds = np.concatenate([rng.normal(size=4000) * scales, [0.0, -0.0, 0.5, 1.0, 1e-45]])
    moved = unrounded(thresholds)
    after = np.nextafter(moved, np.inf)
    left, right = (_rounded(one) <= thresholds for one in (moved, after))
    assert (True, False) == (bool(left.all()), bool(right.any()))


def _rounded(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32).astype(np.float64)
