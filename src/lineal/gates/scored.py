"""Test rows with what the model says of them, for gates that look at rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lineal.base.errors import TableError

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from lineal.gates.gate import Judged


class Scored(NamedTuple):
    rows: pl.DataFrame
    labels: NDArray[np.float64]
    scores: NDArray[np.float64]
    threshold: float


def scored(judged: Judged) -> Scored:
    """TableError where something of it is not here, or belongs to other rows."""
    rows, labels, scores, threshold = judged.rows, judged.labels, judged.scores, judged.threshold
    if rows is None or labels is None or scores is None or threshold is None:
        raise TableError("the test rows or their predictions are not here")
    if not len(rows) == len(labels) == len(scores):
        raise TableError("test rows and predictions are not the same rows")
    if not len(rows):
        raise TableError("there are no test rows")
    unscored = len(scores) - int(np.isfinite(scores).sum())
    if unscored:
        raise TableError(f"the scores of {unscored:,} test rows are no numbers")
    if not np.isin(labels, (0.0, 1.0)).all():
        raise TableError("some test rows have no label")
    if not np.isfinite(threshold):
        raise TableError("the model has no threshold")
    return Scored(rows, labels, scores, threshold)
