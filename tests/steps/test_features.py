"""``lineal step features``: a column for each expression, and the recipe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from lineal.base.errors import TableError
from lineal.steps.calling import run

if TYPE_CHECKING:
    from lineal.steps.step import Result

ROWS = pl.DataFrame(
    {
        "_row": [1, 2, 4],
        "minutes": [10.0, None, 30.0],
        "days": [5, 1, 0],
        "country": ["IN", "US", "IN"],
        "bought": [0, 1, 0],
    }
)
PARAMS = {
    "target": "bought",
    "expressions": {"pace": "minutes / days", "home": "country = 'IN'"},
    "drop": ["country"],
}


def features(params: dict[str, Any]) -> Result:
    return run("features", params, {"rows": ROWS})


def test_the_table_gets_a_column_for_each_feature() -> None:
    """After the columns that were there."""
    table = features(PARAMS).outputs["table"]
    assert table.select(pl.exclude(ROWS.columns)).to_dict(as_series=False) == {
        "pace": [2.0, None, None],
        "home": [True, False, True],
    }


def test_the_recipe_is_a_document_of_what_serving_needs() -> None:
    """Raw columns with their kinds, expressions with their types, and the order of columns."""
    assert json.loads(json.dumps(features(PARAMS).outputs["recipe"])) == {
        "format": 1,
        "target": "bought",
        "inputs": [
            {"name": "minutes", "kind": "number", "nullable": True},
            {"name": "days", "kind": "integer", "nullable": False},
            {"name": "country", "kind": "text", "nullable": False},
        ],
        "features": [
            {"name": "pace", "sql": "minutes / days", "type": "number"},
            {"name": "home", "sql": "country = 'IN'", "type": "truth"},
        ],
        "columns": ["minutes", "days", "pace", "home"],
    }


def test_the_ledger_is_told_of_which_columns_each_column_is_made() -> None:
    """With the SQL for a feature; the number of the row is no column of the data."""
    edges = [(one.source[1], one.target[1], one.how) for one in features(PARAMS).columns]
    assert edges == [
        ("minutes", "minutes", "unchanged"),
        ("days", "days", "unchanged"),
        ("country", "country", "unchanged"),
        ("bought", "bought", "unchanged"),
        ("minutes", "pace", "minutes / days"),
        ("days", "pace", "minutes / days"),
        ("country", "home", "country = 'IN'"),
    ]


def test_a_feature_that_says_little_is_told_of() -> None:
    """Missing values, and the same value in all rows."""
    lines = features(
        {"target": "bought", "expressions": {"one": "days * 0", "x": "LN(days)"}}
    ).lines
    assert lines == (
        "2 features, 3 rows; the model sees 5 columns",
        "one is the same in all rows",
        "x is NULL in 1 row",
    )


def test_the_number_of_the_row_is_no_column_for_an_expression() -> None:
    """It would tell the model where a row stood."""
    with pytest.raises(TableError, match=r"expressions\.x: it uses '_row'"):
        features({"target": "bought", "expressions": {"x": "_row + days"}})


def test_integers_that_a_float64_has_not_are_refused() -> None:
    """Two of them would be one to the model, and a server would not take them."""
    rows = ROWS.with_columns(id=pl.Series([1, 2**53, 2**53 + 1]))
    with pytest.raises(TableError, match="column 'id' has integers beyond 2"):
        run("features", PARAMS, {"rows": rows})
    dropped = {**PARAMS, "drop": ["country", "id"]}
    assert "id" in run("features", dropped, {"rows": rows}).outputs["table"].columns
