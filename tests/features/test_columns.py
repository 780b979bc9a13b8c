"""Which columns an expression uses."""

from __future__ import annotations

from lineal.features.columns import columns_of
from lineal.features.parse import parse


def test_columns_come_once_in_the_order_of_their_first_use() -> None:
    """Wherever they stand."""
    types = {"a": "number", "b": "integer", "c": "text"}
    expression = parse("CASE WHEN c IN ('x') THEN b ELSE a * b END", types)
    assert columns_of(expression) == ("c", "b", "a")
