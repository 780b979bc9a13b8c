"""From columns to a matrix: what is missing, what is rare, and what is learnt from which rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lineal.base.errors import TableError
from lineal.learning.fitted import CategoryPlan, NumericPlan
from lineal.learning.preprocessing import apply_plan, fit_plan, prepare

TABLE = pl.DataFrame(
    {
        "number": [1.0, None, 3.0, 100.0],
        "flag": [True, False, None, True],
        "text": ["a", "b", None, "a"],
    }
)
ALL = np.arange(4)


def test_missing_numbers_are_filled_with_the_median() -> None:
    """And truth counts as 0 and 1."""
    plan = fit_plan(prepare(TABLE, ["number", "flag"]), ALL, scaled=False, min_count=1)
    assert plan == (
        NumericPlan(column="number", fill=3.0),
        NumericPlan(column="flag", fill=1.0),
    )


def test_a_number_that_is_always_the_same_is_not_scaled() -> None:
    """The mean of ten tenths is not a tenth: what is left of it is no deviation."""
    frame = pl.DataFrame({"same": [0.1] * 9 + [None]})
    plan = fit_plan(prepare(frame, ["same"]), np.arange(10), scaled=True, min_count=1)
    assert plan == (NumericPlan(column="same", fill=0.1, mean=0.1, scale=1.0),)


def test_categories_are_those_that_enough_rows_have() -> None:
    """Missing is the empty text, and one of them when it is frequent."""
    prepared = prepare(TABLE, ["text"])
    found = [fit_plan(prepared, ALL, scaled=True, min_count=count) for count in (1, 2, 3)]
    names = [("", "a", "b"), ("a",), ()]
    assert found == [(CategoryPlan(column="text", categories=one),) for one in names]


def test_only_the_rows_that_are_given_are_learnt_from() -> None:
    """The large number and its text are in a row that is not."""
    prepared = prepare(TABLE, ["number", "text"])
    plan = fit_plan(prepared, np.array([0, 1, 2]), scaled=True, min_count=1)
    poisoned = TABLE.with_columns(
        number=pl.Series([1.0, None, 3.0, -1e9]), text=pl.Series(["a", "b", None, "poison"])
    )
    same = fit_plan(
        prepare(poisoned, ["number", "text"]), np.array([0, 1, 2]), scaled=True, min_count=1
    )
    assert plan == same


def test_a_value_that_training_has_not_seen_has_only_zeros() -> None:
    """Numbers come first here, scaled, as the plan says."""
    plan = (
        NumericPlan(column="number", fill=2.0, mean=1.0, scale=2.0),
        CategoryPlan(column="text", categories=("", "a", "gone")),
    )
    found = apply_plan(plan, prepare(TABLE, ["number", "text"]), ALL)
    assert found.tolist() == [
        [0.0, 0.0, 1.0, 0.0],
        [0.5, 0.0, 0.0, 0.0],
        [1.0, 1.0, 0.0, 0.0],
        [49.5, 0.0, 1.0, 0.0],
    ]


def test_a_column_that_is_always_missing_is_zeros() -> None:
    """There is no median of nothing, and no warning."""
    table = pl.DataFrame({"gone": pl.Series([None, None], dtype=pl.Float64)})
    prepared = prepare(table, ["gone"])
    plan = fit_plan(prepared, np.arange(2), scaled=True, min_count=1)
    assert apply_plan(plan, prepared, np.arange(2)).tolist() == [[0.0], [0.0]]


def test_a_column_that_is_not_there_is_named() -> None:
    """As are values that nothing can be learnt of."""
    with pytest.raises(TableError, match="no column 'height', which the model sees"):
        prepare(TABLE, ["height"])
    with pytest.raises(TableError, match=r"column 'number' has values that are infinite"):
        prepare(pl.DataFrame({"number": [1.0, float("inf")]}), ["number"])


def test_a_column_of_another_kind_than_in_training_is_named() -> None:
    """Text for a number, and a number for text."""
    numeric, category = (
        NumericPlan(column="text", fill=0.0),
        CategoryPlan(column="number", categories=()),
    )
    with pytest.raises(TableError, match="'text' is text, and was a number"):
        apply_plan((numeric,), prepare(TABLE, ["text"]), ALL)
    with pytest.raises(TableError, match="'number' is a number, and was text"):
        apply_plan((category,), prepare(TABLE, ["number"]), ALL)
