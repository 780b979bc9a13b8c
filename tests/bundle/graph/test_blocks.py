"""Columns become blocks of a matrix, in the order of the plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lineal.bundle.format import SCORE
from lineal.bundle.graph.blocks import matrix, prepare
from lineal.bundle.graph.builder import Builder
from lineal.bundle.session import start
from lineal.learning.fitted import CategoryPlan, NumericPlan

COLUMNS: dict[str, Any] = {
    "a": np.array([[1.0], [np.nan], [5.0]]),
    "b": np.array([[10.0], [20.0], [np.nan]]),
    "t": np.array([["x7"], [""], ["other"]], dtype=object),
}


@pytest.mark.parametrize("count", [2, 600])
def test_numbers_and_categories_lie_where_the_plan_has_them(count: int) -> None:
    """Also between each other, few or many categories, with and without scaling."""
    categories = ("", *(f"x{number}" for number in range(8 - count + 1, 8)))[:count]
    plan = (
        NumericPlan(column="a", fill=3.0, mean=1.0, scale=2.0),
        CategoryPlan(column="t", categories=categories),
        CategoryPlan(column="t", categories=()),
        NumericPlan(column="b", fill=0.5),
    )
    weights = np.arange(1.0, count + 3)
    due = [
        [0.0, *(one == "x7" for one in categories), 10.0],
        [1.0, *(one == "" for one in categories), 20.0],
        [2.0, *(False for _ in categories), 0.5],
    ]
    assert (np.array(due, float) @ weights).tolist() == _weighed(plan, weights)


def _weighed(plan: tuple[NumericPlan | CategoryPlan, ...], weights: np.ndarray) -> list[float]:
    builder = Builder()
    tensors = {name: builder.input(name, text=name == "t") for name in COLUMNS}
    whole = matrix(builder, prepare(builder, plan, tensors))
    builder.output(SCORE, builder.node("MatMul", whole, builder.constant(weights[:, None])))
    session = start(builder.model("m").SerializeToString(), "m")
    found: list[float] = session.run([SCORE], COLUMNS)[0][:, 0].tolist()
    return found
