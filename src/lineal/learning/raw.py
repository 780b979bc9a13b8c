"""Scores from raw columns: features are computed first, then the predictor of training time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.features.compute import add_features
from lineal.learning.predictor import score

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from lineal.learning.fitted import Model


def score_raw(model: Model, frame: pl.DataFrame) -> NDArray[np.float64]:
    """Features that the frame has already are computed again: raw columns alone decide."""
    names = {one.name for one in model.recipe.features}
    raw = frame.drop([name for name in frame.columns if name in names])
    return score(model, add_features(raw, model.recipe))
