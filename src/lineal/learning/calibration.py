"""Platt's calibration: from values of a model to probabilities, by a slope and an offset. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS = 50
_TINY = 1e-12


def sigmoid(values: Floats) -> Floats:
    """Without overflow on either side."""
    small = np.exp(-np.abs(values))
    found: Floats = np.where(values >= 0, 1.0, small) / (1.0 + small)
    return found


def calibrate(values: Floats, labels: Floats) -> tuple[float, float]:
    """Slope and offset of the likeliest sigmoid, by Newton's method with halved steps.

    Targets are drawn a little from 0 and 1, as Platt does, so that values which separate the
    labels do not lead to an infinite slope.
    """
    positives = labels.sum()
    high, low = (positives + 1) / (positives + 2), 1 / (len(labels) - positives + 2)
    targets = np.where(labels > 0, high, low)
    inputs = np.stack([values, np.ones_like(values)], axis=1)
    found = np.array([0.0, np.log((positives + 1) / (len(labels) - positives + 1))])
    loss = _loss(inputs @ found, targets)
    for _ in range(_STEPS):
        score = sigmoid(inputs @ found)
        gradient = inputs.T @ (score - targets)
        weights = score * (1 - score)
        hessian = (inputs * weights[:, None]).T @ inputs + _TINY * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while (after := _loss(inputs @ (found - size * step), targets)) > loss and size > _TINY:
            size /= 2
        if loss - after <= _TINY * abs(loss):
            break
        found, loss = found - size * step, after
    return float(found[0]), float(found[1])


def _loss(values: Floats, targets: Floats) -> float:
    return float((np.logaddexp(0, values) - targets * values).sum())
