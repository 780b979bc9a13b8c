"""Flat nodes of trees become an ensemble of ONNX."""

from __future__ import annotations

import numpy as np

from lineal.bundle.format import SCORE
from lineal.bundle.graph.builder import Builder
from lineal.bundle.graph.trees import sum_of_trees
from lineal.bundle.session import start


def test_trees_are_added_and_one_may_be_a_leaf_alone() -> None:
    """The value at a threshold goes left."""
    arrays = {
        "roots": np.array([0, 3, 4]),
        "left": np.array([1, -1, -1, -1, 5, -1, -1]),
        "right": np.array([2, -1, -1, -1, 6, -1, -1]),
        "feature": np.array([0, 0, 0, 0, 0, 0, 0]),
        "threshold": np.array([0.5, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0]),
        "value": np.array([0.0, 1.0, 2.0, 10.0, 0.0, 100.0, 200.0]),
    }
    rows = [0.5, float(np.nextafter(0.5, 1)), 2.0, 3.0]
    assert [111.0, 112.0, 112.0, 212.0] == _sums(arrays, rows)


def test_a_model_may_be_leaves_alone() -> None:
    """A target that nothing tells apart has one answer."""
    arrays = {
        "roots": np.array([0]),
        "left": np.array([-1]),
        "right": np.array([-1]),
        "feature": np.array([0]),
        "threshold": np.array([0.0]),
        "value": np.array([0.25]),
    }
    assert [0.25, 0.25] == _sums(arrays, [-1.0, 1.0])


def _sums(arrays: dict[str, np.ndarray], rows: list[float]) -> list[float]:
    builder = Builder()
    builder.output(SCORE, sum_of_trees(builder, builder.input("x", text=False), arrays))
    session = start(builder.model("m").SerializeToString(), "m")
    found: list[float] = session.run([SCORE], {"x": np.array(rows)[:, None]})[0][:, 0].tolist()
    return found
