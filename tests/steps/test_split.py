"""``lineal step split``: two tables that share no row, and who is where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from lineal.base.errors import ConfigError, TableError
from lineal.steps.calling import run

if TYPE_CHECKING:
    from lineal.steps.step import Result

RECIPE = {"format": 1, "target": "y", "inputs": [], "features": [], "columns": []}
TABLE = pl.DataFrame(
    {
        "_row": list(range(1, 101)),
        "user": [f"u{number % 30}" for number in range(100)],
        "y": [1 if number % 7 == 0 else 0 for number in range(100)],
    }
)


def split(params: dict[str, Any], table: pl.DataFrame = TABLE) -> Result:
    return run("split", params, {"table": table, "recipe": RECIPE})


@pytest.mark.parametrize("params", [{"test": 0.3}, {"test": 0.3, "by": "key", "key": "user"}])
def test_the_parts_share_no_row_and_lack_none(params: dict[str, Any]) -> None:
    """In the order of the source, each."""
    outputs = split(params).outputs
    train, test = outputs["train"]["_row"].to_list(), outputs["test"]["_row"].to_list()
    found = sorted(train + test), train == sorted(train), test == sorted(test)
    assert found == (list(range(1, 101)), True, True)


def test_membership_says_for_each_row_where_it_went() -> None:
    """It is small, and outlives the tables."""
    outputs = split({}).outputs
    told = outputs["membership"].filter(pl.col("part") == "test")["_row"].to_list()
    assert told == outputs["test"]["_row"].to_list()


def test_shares_are_exact_for_each_value_of_the_target() -> None:
    """By seed, if not told otherwise."""
    counts = split({"test": 0.2}).outputs["test"]["y"].value_counts(sort=True).rows()
    assert counts == [(0, 17), (1, 3)]


@pytest.mark.parametrize("key", ["user", ["user"]])
def test_rows_with_the_same_key_stay_together(key: object) -> None:
    """Nobody is judged by rows of a person the model has seen."""
    outputs = split({"by": "key", "key": key, "test": 0.4}).outputs
    both = set(outputs["train"]["user"]) & set(outputs["test"]["user"])
    assert both == set()


@pytest.mark.parametrize("values", [["a", "b"], [True, False], [1.5, 2.5]])
def test_a_target_of_any_type_is_stratified(values: list[object]) -> None:
    """Text, truth, numbers."""
    table = TABLE.with_columns(pl.Series("y", values * 50))
    counts = split({"test": 0.1}, table).outputs["test"]["y"].value_counts()["count"].to_list()
    assert counts == [5, 5]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"by": "key"}, "there is no key"),
        ({"key": "user"}, "split.key is for a split by key"),
        ({"by": "key", "key": "user", "stratify": True}, "cannot be stratified"),
    ],
)
def test_params_that_contradict_each_other_are_refused(
    params: dict[str, Any], message: str
) -> None:
    """Nothing that was asked for is passed over in silence."""
    with pytest.raises(ConfigError, match=message):
        split(params)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TABLE.drop("y"), "--table has no column 'y'"),
        (TABLE.drop("_row"), "--table has no column '_row'"),
        (TABLE.with_columns(y=pl.lit(1)), "'y' has 1 value in 100 rows"),
        (TABLE.head(0), "'y' has no value in 0 rows"),
        (TABLE.with_columns(y=pl.Series([5, *[0, 1] * 49, 0])), "only one row has: 5"),
        (TABLE.with_columns(y=pl.Series([None, *[0, 1] * 49, 0])), "'y' is NULL in 1 of 100 rows"),
    ],
)
def test_a_table_that_cannot_be_split_is_refused(table: pl.DataFrame, message: str) -> None:
    """With what is wrong with it."""
    with pytest.raises(TableError, match=message):
        split({}, table)


def test_a_part_without_a_value_of_the_target_is_refused() -> None:
    """A model cannot be judged by it."""
    with pytest.raises(TableError, match="test would have no row with target"):
        split({"by": "key", "key": "user", "test": 0.001})
