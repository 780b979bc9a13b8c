"""Parity: how far the graph is from the training-time predictor, on test rows and at the edges.

It measures; `gates.parity` judges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from lineal.bundle.edges import edge_rows
from lineal.bundle.frames import frame_columns
from lineal.bundle.scoring import run_graph
from lineal.learning.raw import score_raw

if TYPE_CHECKING:
    from lineal.bundle.format import Signature
    from lineal.learning.fitted import Model


class Parity(NamedTuple):
    """``flips`` are rows that would be decided otherwise; ``edges`` of the rows are made at edges.

    ``worst`` is the row where the two differ most, if they differ.
    """

    rows: int
    edges: int
    max_difference: float
    flips: int
    worst: dict[str, Any] | None


def measure(model: Model, session: Any, signature: Signature, test: pl.DataFrame) -> Parity:  # noqa: ANN401  onnxruntime ships no types
    """Raw columns alone decide, on both sides."""
    raw = test.select(one.name for one in model.recipe.inputs)
    edges = edge_rows(model, raw)
    rows = pl.concat([raw, edges])
    if not len(rows):
        return Parity(0, 0, 0.0, 0, None)
    due = score_raw(model, rows)
    found = run_graph(session.run, frame_columns(rows, signature))
    # Scores are between 0 and 1: not a number is as far off as can be, and decides nothing.
    away = np.nan_to_num(np.abs(found - due), nan=1.0, posinf=1.0)
    threshold = model.fitted.threshold
    flipped = ((found >= threshold) != (due >= threshold)) | ~np.isfinite(found)
    place = int(np.lexsort((away, flipped))[-1])
    worst = rows.row(place, named=True) if away[place] else None
    return Parity(len(rows), len(edges), float(away.max()), int(flipped.sum()), worst)
