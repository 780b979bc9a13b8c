"""Expressions over tables. That the graph says the same is tested with the compiler."""

from __future__ import annotations

import polars as pl
import pytest

from lineal.base.errors import TableError
from lineal.features import compute
from lineal.features.parse import parse
from lineal.features.recipe import Feature, RawColumn, Recipe

FRAME = pl.DataFrame(
    {
        "a": [1.0, 0.0, None, 4.0],
        "b": [2, 0, 3, None],
        "c": ["x", "", None, "xyz"],
        "t": [True, False, None, True],
    }
)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("a / b", [0.5, None, None, None]),
        ("a / 0", [None, None, None, None]),
        ("LN(a)", [0.0, None, None, 1.3862943611198906]),
        ("SQRT(a - 1)", [0.0, None, None, 1.7320508075688772]),
        ("POWER(a, -1)", [1.0, None, None, 0.25]),
        ("POWER(b, 0)", [1.0, 1.0, 1.0, None]),
        ("GREATEST(a, b)", [2.0, 0.0, None, None]),
        ("GREATEST(a, 1)", [1.0, 1.0, None, 4.0]),
        ("ROUND(a + 1.5)", [3.0, 2.0, None, 6.0]),
        ("ROUND(-a - 0.5)", [-2.0, -1.0, None, -5.0]),
        ("ROUND(a * 1.005, 2)", [1.0, 0.0, None, 4.02]),
        ("-7 % (a + 1)", [-1.0, 0.0, None, -2.0]),
        ("LOG10(NULLIF(b, 3) * 500)", [3.0, None, None, None]),
        ("a * 1e308 * 10", [None, 0.0, None, None]),
        ("a * -1", [-1.0, 0.0, None, -4.0]),
        ("COALESCE(a, b, -1)", [1.0, 0.0, 3.0, 4.0]),
        ("NULLIF(a, b)", [1.0, None, None, 4.0]),
        ("CASE WHEN a > 0 THEN 'yes' ELSE c END", ["yes", None, None, "yes"]),
        ("CASE b WHEN 0 THEN 'none' WHEN 2 THEN 'two' END", ["two", "none", None, None]),
        ("c LIKE 'x%'", [True, None, None, True]),
        ("c || '-' || c", ["x-x", None, None, "xyz-xyz"]),
        ("c IN ('x', 'y')", [True, None, None, False]),
        ("c NOT IN ('x', 'y')", [False, None, None, True]),
        ("a > 0 AND b > 0", [True, False, None, None]),
        ("a > 0 OR t", [True, False, None, True]),
        ("NOT t", [False, True, None, False]),
        ("t IS NOT TRUE", [False, True, True, False]),
        ("c IS NULL", [False, True, True, False]),
        ("CAST(t AS DOUBLE)", [1.0, 0.0, None, 1.0]),
        ("CAST(b AS BOOLEAN)", [True, False, True, None]),
    ],
)
def test_values_follow_the_rules_of_null(sql: str, expected: list[object]) -> None:
    """As they are written down in `features.expression`."""
    found = compute.evaluate(FRAME, parse(sql, compute.types_of(FRAME)))
    assert found.to_list() == expected


def test_nan_in_a_table_is_null() -> None:
    """Otherwise it would be greater than everything."""
    frame = pl.DataFrame({"a": [float("nan"), 1.0]})
    assert compute.evaluate(frame, parse("a > 0", {"a": "number"})).to_list() == [None, True]


def test_a_row_alone_has_the_value_it_has_among_others() -> None:
    """Division by a single number has a shortcut in polars, which is not exact."""
    frame = pl.DataFrame({"a": [float(number) for number in range(40)], "b": [49.0] * 40})
    expression = parse("a / b + a / 49", {"a": "number", "b": "number"})
    alone = [compute.evaluate(frame[row], expression)[0] for row in range(40)]
    assert alone == [number / 49 + number / 49 for number in range(40)]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_small_table_has_a_small_column(rows: int) -> None:
    """Constants are as long as the table, whatever it is."""
    expression = parse("GREATEST(a, 1) + 2 * 3", {"a": "number"})
    assert compute.evaluate(FRAME.head(rows), expression).to_list() == [7.0] * rows


def test_rows_are_chosen_by_a_truth_and_unknown_is_told_apart() -> None:
    """A rule that cannot be judged is not broken."""
    found = compute.rows_where(FRAME, parse("a > 0", {"a": "number"}))
    assert [found.true.to_list(), found.unknown.to_list()] == [
        [True, False, False, True],
        [False, False, True, False],
    ]


def test_rows_are_not_chosen_by_a_number() -> None:
    """Nobody can say which they are."""
    with pytest.raises(TableError, match="chosen by a truth, and this expression is number"):
        compute.rows_where(FRAME, parse("a + 1", {"a": "number"}))


def test_a_column_that_is_not_there_is_named() -> None:
    """The expression was read with the types of another table."""
    with pytest.raises(TableError, match="no column 'z'"):
        compute.evaluate(FRAME, parse("z + 1", {"z": "number"}))


def test_features_may_use_features_before_them() -> None:
    """In the order of the recipe."""
    recipe = Recipe(
        target="y",
        inputs=(RawColumn(name="a", kind="number"), RawColumn(name="b", kind="integer")),
        features=(
            Feature(name="sum", sql="a + b", type="number"),
            Feature(name="large", sql="sum > 2", type="truth"),
        ),
        columns=("sum", "large"),
    )
    found = compute.add_features(FRAME, recipe).select("sum", "large").rows()
    assert found == [(3.0, True), (0.0, False), (None, None), (None, None)]
