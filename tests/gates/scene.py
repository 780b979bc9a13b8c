"""A model that everything is known of, and rows for it: what gates look at, without training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from lineal.gates.gate import Judged

if TYPE_CHECKING:
    from numpy.typing import NDArray

TARGET = "purchased"
ROWS = 400


def frame(rows: int = ROWS) -> pl.DataFrame:
    """Two countries by turns; who watched more than 50 minutes buys, but for every tenth row."""
    places = np.arange(rows)
    minutes = np.random.default_rng(3).uniform(0, 100, rows)
    bought = (minutes > 50) ^ (places % 10 == 0)
    return pl.DataFrame(
        {
            "country": np.where(places % 2 == 0, "IN", "EG"),
            "minutes": minutes,
            "started": pl.Series(places % 4, dtype=pl.Int64),
            TARGET: pl.Series(bought.astype(int), dtype=pl.Int64),
        }
    )


def score(rows: pl.DataFrame) -> NDArray[np.float64]:
    """The more minutes the higher; a missing one counts as none."""
    found: NDArray[np.float64] = rows["minutes"].cast(pl.Float64).fill_null(0.0).to_numpy() / 100
    return found


def judged(rows: pl.DataFrame | None = None, **more: Any) -> Judged:
    """All that gates may look at; ``more`` replaces what it names."""
    table = frame() if rows is None else rows
    labels = table[TARGET].cast(pl.Float64).to_numpy()
    known: dict[str, Any] = {
        "target": TARGET,
        "rows": table,
        "labels": labels,
        "scores": score(table),
        "threshold": 0.5,
        "score": score,
        "metrics": METRICS,
        "contract": CONTRACT,
        "training": table,
        "training_labels": labels,
    }
    return Judged(**{**known, **more})


METRICS = {
    "roc_auc": {"value": 0.95, "low": 0.92, "high": 0.97},
    "precision": {"value": 0.85, "low": 0.78, "high": 0.91},
    "brier": {"value": 0.05, "low": 0.04, "high": 0.06},
    "rows": 1000,
    "positives": 90,
    "threshold": 0.5,
}
CONTRACT = {
    "rows": 1000,
    "violations": [{"rule": "passed at most started", "count": 0}],
    "quarantined": 0,
    "dropped": 0,
    "columns": {"minutes": {"nulls": 100, "distinct": 900}, "country": {"nulls": 0, "distinct": 2}},
}
