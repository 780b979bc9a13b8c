"""The predictor of training time: scores through the libraries' own models, rebuilt from arrays.

What is served is compiled from the same arrays, and is judged by this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.base.errors import TableError
from lineal.learning.calibration import sigmoid
from lineal.learning.candidates.registry import find_candidate
from lineal.learning.one_thread import one_thread
from lineal.learning.preprocessing import apply_plan, prepare, width

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from lineal.learning.fitted import Model

    Floats = NDArray[np.float64]


def score(model: Model, frame: pl.DataFrame) -> Floats:
    """Of a frame that has the recipe's columns, features among them."""
    return score_matrix(model, matrix(model, frame))


def matrix(model: Model, frame: pl.DataFrame) -> Floats:
    plan = model.fitted.plan
    prepared = prepare(frame, [one.column for one in plan])
    return apply_plan(plan, prepared, np.arange(len(frame)))


def score_matrix(model: Model, values: Floats) -> Floats:
    if not len(values):
        return np.empty(0)
    candidate = find_candidate(model.fitted.family)
    try:
        scorer = candidate.rebuild(model.arrays, model.texts, width(model.fitted.plan))
    except KeyError as exc:
        raise TableError(
            f"the model has no {exc}, which a {candidate.name} consists of",
            hint="make it again with 'lineal step train'",
        ) from exc
    with one_thread():
        return as_probability(model, scorer(values))


def as_probability(model: Model, values: Floats) -> Floats:
    if not find_candidate(model.fitted.family).calibrated:
        return values
    slope, offset = np.asarray(model.arrays["slope"]), np.asarray(model.arrays["offset"])
    return sigmoid(slope * values + offset)
