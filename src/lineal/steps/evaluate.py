"""``lineal step evaluate``: what the model is worth, on rows that training has not seen."""

from __future__ import annotations

import io
import json
import math
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import numpy as np
import polars as pl
from msgspec import Meta

from lineal.base.errors import TableError
from lineal.learning.bootstrap import FEWEST, intervals
from lineal.learning.curves import calibration, precision_recall, roc
from lineal.learning.labels import labels_of
from lineal.learning.metrics import METRICS, measure
from lineal.learning.model_files import from_files
from lineal.learning.predictor import score
from lineal.steps.step import DOCUMENT, FILES, ROW, TABLE, Computed, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from lineal.learning.bootstrap import Interval
    from lineal.learning.curves import Points

    Floats = NDArray[np.float64]


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bootstrap: Annotated[
        int, Meta(ge=100, le=100_000, description="tables drawn for the intervals")
    ] = 500
    confidence: Annotated[float, Meta(gt=0, lt=1, description="share that an interval holds")] = (
        0.95
    )
    seed: Annotated[int, Meta(ge=0, lt=2**31, description="of what is drawn")] = 42


def decide(params: Params, inputs: Mapping[str, Any]) -> Result:
    model, table = from_files(inputs["model"]), inputs["test"]
    if not len(table):
        raise TableError("the test table has no rows", hint="raise 'split.test'")
    fitted, target = model.fitted, model.recipe.target
    labels = labels_of(table, target, fitted.negative, fitted.positive)
    scores = score(model, table)
    found = measure(labels, scores, fitted.threshold)
    sure = intervals(
        labels, scores, fitted.threshold, params.bootstrap, params.confidence, params.seed
    )
    outputs = {
        "metrics": {
            **{name: _told(found[name], sure[name]) for name in METRICS},
            "rows": len(labels),
            "positives": int(labels.sum()),
            "threshold": fitted.threshold,
        },
        "predictions": _predictions(table, labels, scores, fitted.threshold),
        "plots": _plots(labels, scores, fitted.threshold),
    }
    return Result(
        outputs,
        _lines(found, sure, labels, fitted.family),
        _columns(target),
    )


def _told(value: float, interval: Interval) -> dict[str, float | None]:
    low, high = interval or (None, None)
    return {"value": None if math.isnan(value) else value, "low": low, "high": high}


def _predictions(
    table: pl.DataFrame, labels: Floats, scores: Floats, threshold: float
) -> pl.DataFrame:
    rows = table[ROW] if ROW in table.columns else pl.Series(ROW, range(1, len(table) + 1))
    return pl.DataFrame(
        [
            rows.cast(pl.Int64),
            pl.Series("label", labels.astype(np.int64)),
            pl.Series("score", scores),
            pl.Series("decision", (scores >= threshold).astype(np.int64)),
        ]
    )


def _plots(labels: Floats, scores: Floats, threshold: float) -> dict[str, bytes]:
    """In the formats of DVC's plots."""
    confusion = io.StringIO()
    confusion.write("actual,predicted\n")
    for label, decision in zip(labels, scores >= threshold, strict=True):
        confusion.write(f"{int(label)},{int(decision)}\n")
    return {
        "roc.json": _points(roc(labels, scores)),
        "pr.json": _points(precision_recall(labels, scores)),
        "calibration.json": _points(calibration(labels, scores)),
        "confusion.csv": confusion.getvalue().encode(),
    }


def _points(points: Points) -> bytes:
    return json.dumps(points, indent=1).encode() + b"\n"


def _columns(target: str) -> tuple[Computed, ...]:
    return (
        Computed(("test", target), ("predictions", "label"), "the target as 0 and 1"),
        Computed(("model", "model"), ("predictions", "score"), "scored by the model"),
        Computed(("model", "model"), ("predictions", "decision"), "score >= threshold"),
    )


def _lines(
    found: Mapping[str, float], sure: Mapping[str, Interval], labels: Floats, family: str
) -> tuple[str, ...]:
    positives = int(labels.sum())
    rows = [f"{family} on {len(labels):,} test rows, {positives:,} positive"]
    for name in METRICS:
        value, interval = found[name], sure[name]
        number = "undefined" if math.isnan(value) else f"{value:.4f}"
        between = f"  {interval[0]:.4f} to {interval[1]:.4f}" if interval else ""
        rows.append(f"{name:<9}  {number}{between}")
    if min(positives, len(labels) - positives) < FEWEST:
        rows.append(f"warning: no intervals: fewer than {FEWEST} rows of one label")
    return tuple(rows)


STEP = Step(
    help="Measure the model on the test rows, with intervals and plots.",
    inputs=(
        Port("model", FILES, "the fitted model"),
        Port("test", TABLE, "rows that training has not seen, with target and features"),
    ),
    outputs=(
        Port("metrics", DOCUMENT, "each metric with its interval"),
        Port("predictions", TABLE, "label, score and decision of each row"),
        Port("plots", FILES, "ROC, precision and recall, calibration, confusion"),
    ),
    params=Params,
    decide=decide,
)
