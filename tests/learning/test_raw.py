"""Scores from raw columns are scores from features, which raw columns alone decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lineal.learning.predictor import score
from lineal.learning.raw import score_raw
from tests.learning.tables import students

if TYPE_CHECKING:
    from lineal.learning.training import Trained


def test_features_are_computed_whether_they_are_there_or_not(trained: Trained) -> None:
    """A wrong one is not believed."""
    table = students()
    expected = score(trained.model, table).tolist()
    without = score_raw(trained.model, table.drop("per_day")).tolist()
    wrong = score_raw(trained.model, table.with_columns(per_day=pl.lit(0.0))).tolist()
    assert [expected, expected] == [without, wrong]


def test_no_rows_have_no_scores(trained: Trained) -> None:
    """An empty group, for one."""
    assert [] == score_raw(trained.model, students().head(0)).tolist()
