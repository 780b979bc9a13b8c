"""The evaluate step: metrics, predictions and plots of rows that training has not seen."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl
import pytest

from lineal.base.errors import TableError
from lineal.learning.metrics import METRICS
from lineal.steps import train
from lineal.steps.evaluate import STEP, Params
from tests.learning.tables import recipe, students

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture(scope="module")
def model() -> Mapping[str, bytes]:
    params = train.Params(candidates=("logistic",), folds=2, target_precision=0.7)
    inputs = {"train": students(), "recipe": msgspec.to_builtins(recipe())}
    files: Mapping[str, bytes] = train.STEP.decide(params, inputs).outputs["model"]
    return files


@pytest.fixture(scope="module")
def result(model: Mapping[str, bytes]) -> Any:
    return STEP.decide(Params(bootstrap=100), {"model": model, "test": students(300, seed=5)})


def test_every_metric_has_a_value_in_an_interval(result: Any) -> None:
    """Beside rows, positives and threshold."""
    metrics = result.outputs["metrics"]
    held = [name for name in METRICS if metrics[name]["low"] <= metrics[name]["value"]]
    assert ([*METRICS, "rows", "positives", "threshold"], list(METRICS)) == (list(metrics), held)


def test_each_row_has_label_score_and_decision(result: Any) -> None:
    """At or above the threshold is positive."""
    predictions, threshold = result.outputs["predictions"], result.outputs["metrics"]["threshold"]
    decided = (predictions["score"] >= threshold).cast(pl.Int64).to_list()
    assert (["_row", "label", "score", "decision"], decided) == (
        predictions.columns,
        predictions["decision"].to_list(),
    )


def test_plots_are_what_dvc_draws(result: Any) -> None:
    """Lists of points; confusion has a line for each row."""
    plots = result.outputs["plots"]
    fields = {name: set(json.loads(plots[name])[0]) for name in plots if name.endswith("json")}
    rows = list(csv.DictReader(io.StringIO(plots["confusion.csv"].decode())))
    assert (300, {"actual", "predicted"}) == (len(rows), set(rows[0]))
    assert fields == {
        "roc.json": {"fpr", "tpr", "threshold"},
        "pr.json": {"recall", "precision", "threshold"},
        "calibration.json": {"predicted", "observed", "rows"},
    }


def test_too_few_positives_are_told_and_have_no_intervals(model: Mapping[str, bytes]) -> None:
    """One label alone: what cannot be measured is null, not a number."""
    table = students(50, seed=5).with_columns(bought=pl.lit(0))
    found = STEP.decide(Params(bootstrap=100), {"model": model, "test": table})
    metrics = found.outputs["metrics"]
    assert ({"value": None, "low": None, "high": None}, None) == (
        metrics["roc_auc"],
        metrics["brier"]["low"],
    )
    assert "warning: no intervals: fewer than 10 rows of one label" in found.lines


def test_a_test_table_without_rows_is_refused(model: Mapping[str, bytes]) -> None:
    """Nothing can be measured."""
    with pytest.raises(TableError, match="the test table has no rows"):
        STEP.decide(Params(), {"model": model, "test": students().head(0)})
