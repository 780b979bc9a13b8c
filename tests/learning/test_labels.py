"""The target as 0 and 1, and errors that say what else is in it."""

from __future__ import annotations

import polars as pl
import pytest

from lineal.base.errors import TableError
from lineal.learning.labels import label_values, labels_of


@pytest.mark.parametrize(
    "series", [pl.Series([0, 1]), pl.Series([0.0, 1.0]), pl.Series([False, True])]
)
def test_numbers_and_truth_are_labels_as_they_are(series: pl.Series) -> None:
    """1 is positive, without being told."""
    table = pl.DataFrame({"y": series})
    values = label_values(table, "y", None)
    assert ((0, 1), [0.0, 1.0]) == (values, labels_of(table, "y", *values).tolist())


def test_of_text_the_positive_value_is_named() -> None:
    """The other one is negative."""
    table = pl.DataFrame({"y": ["yes", "no", "yes"]})
    values = label_values(table, "y", "yes")
    assert (("no", "yes"), [1.0, 0.0, 1.0]) == (values, labels_of(table, "y", *values).tolist())


def test_text_without_a_positive_value_is_told() -> None:
    """With the values there are, and the param that is missing."""
    with pytest.raises(TableError, match=r"'y' has the values 'a', 'b'; of text") as caught:
        label_values(pl.DataFrame({"y": ["a", "b"]}), "y", None)
    assert "positive:" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0, 1, 2], "values other than 0 and 1: 2"),
        ([0.0, 0.5], "values other than 0 and 1: 0.5"),
        ([0, None], "missing in 1 rows"),
    ],
)
def test_other_values_are_told(values: list[float | None], message: str) -> None:
    """Before anything is learnt."""
    with pytest.raises(TableError, match=message):
        label_values(pl.DataFrame({"y": values}), "y", None)


def test_a_target_that_is_not_there_is_named() -> None:
    """As after a column was renamed."""
    with pytest.raises(TableError, match="no column 'z', which is the target"):
        labels_of(pl.DataFrame({"y": [1]}), "z")


def test_text_where_the_model_knows_numbers_is_told() -> None:
    """A test table that was read otherwise."""
    with pytest.raises(TableError, match="other than 0 and 1: '0', '1'"):
        labels_of(pl.DataFrame({"y": ["0", "1"]}), "y")
