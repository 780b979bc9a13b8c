"""The reference profile: what rows looked like when the model was made, to tell drift later.

Of numbers the quantiles, of text the most frequent values, of scores a histogram: enough for a
population stability index or a comparison of distributions, and no row can be read from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from lineal.features.recipe import BOOLEAN, TEXT
from lineal.learning.labels import labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lineal.features.recipe import RawColumn
    from lineal.learning.fitted import Model

QUANTILES = tuple(step / 20 for step in range(21))
_MOST_VALUES, _BINS = 100, 20


def profile(
    name: str, model: Model, train: pl.DataFrame, scores: NDArray[np.float64]
) -> dict[str, Any]:
    """``name`` is the model's. Columns are of the training rows.

    ``scores`` are of rows that training did not see.
    """
    fitted = model.fitted
    labels = labels_of(train, model.recipe.target, fitted.negative, fitted.positive)
    return {
        "format": 1,
        "model": name,
        "rows": len(train),
        "positive_rate": float(labels.mean()) if len(labels) else None,
        "columns": {one.name: _column(one, train[one.name]) for one in model.recipe.inputs},
        "scores": _histogram(scores, fitted.threshold),
    }


def _column(column: RawColumn, series: pl.Series) -> dict[str, Any]:
    common = {"kind": column.kind, "count": len(series), "nulls": series.null_count()}
    known = series.drop_nulls()
    if column.kind == TEXT:
        return {**common, **_texts(known)}
    if column.kind == BOOLEAN:
        return {**common, "true": int(known.sum())}
    return {**common, **_numbers(known.cast(pl.Float64).to_numpy())}


def _texts(known: pl.Series) -> dict[str, Any]:
    """The most frequent first; of equally frequent ones by name."""
    counts = known.rename("value").value_counts(name="count")
    ordered = counts.sort("count", "value", descending=[True, False])
    top = dict(ordered.head(_MOST_VALUES).rows())
    return {"distinct": len(counts), "top": top, "others": len(known) - sum(top.values())}


def _numbers(known: NDArray[np.float64]) -> dict[str, Any]:
    if not known.size:
        return {"mean": None, "std": None, "min": None, "max": None, "quantiles": None}
    return {
        "mean": float(known.mean()),
        "std": float(known.std()),
        "min": float(known.min()),
        "max": float(known.max()),
        "quantiles": _listed(np.quantile(known, QUANTILES)),
    }


def _histogram(scores: NDArray[np.float64], threshold: float) -> dict[str, Any]:
    edges = np.linspace(0.0, 1.0, _BINS + 1)
    counts, _ = np.histogram(scores, bins=edges)
    share = float((scores >= threshold).mean()) if len(scores) else None
    return {
        "rows": len(scores),
        "edges": _listed(edges.round(2)),
        "counts": counts.tolist(),
        "positive_decisions": share,
    }


def _listed(values: NDArray[np.float64]) -> Sequence[float]:
    listed: list[float] = values.tolist()
    return listed
