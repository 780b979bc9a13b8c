"""The arrays of a LightGBM model say what its library says."""

from __future__ import annotations

import numpy as np

from lineal.learning.calibration import sigmoid
from lineal.learning.candidates.lightgbm import CANDIDATE

HYPER = {"rounds": 12, "learning_rate": 0.2, "num_leaves": 6, "min_data_in_leaf": 3}


def _walked(arrays: dict[str, np.ndarray], row: np.ndarray) -> float:
    total = 0.0
    for root in arrays["roots"]:
        node = int(root)
        while arrays["left"][node] >= 0:
            below = row[arrays["feature"][node]] <= arrays["threshold"][node]
            node = int(arrays["left" if below else "right"][node])
        total += arrays["value"][node]
    return total


def test_walking_the_nodes_gives_the_librarys_scores() -> None:
    """Rows on the thresholds themselves among them."""
    random = np.random.default_rng(8)
    matrix = random.integers(0, 6, (120, 3)) / 2.0
    labels = (matrix.sum(axis=1) + random.normal(size=120) > 4).astype(np.float64)
    learnt = CANDIDATE.fit(matrix, labels, HYPER, 1)
    arrays = {name: np.asarray(one) for name, one in learnt.arrays.items()}
    rows = matrix[:40].copy()
    rows[:, 0] = random.choice(arrays["threshold"], 40)
    walked = sigmoid(np.array([_walked(arrays, row) for row in rows]))
    assert np.allclose(walked, learnt.score(rows), rtol=0, atol=1e-15)


def test_trees_of_one_leaf_have_no_inner_nodes() -> None:
    """Constant columns cannot be split: what is left is the share of positives."""
    learnt = CANDIDATE.fit(np.ones((40, 2)), np.array([0.0, 0, 0, 1] * 10), HYPER, 1)
    arrays = {name: np.asarray(one) for name, one in learnt.arrays.items()}
    assert np.isclose(sigmoid(np.array([_walked(arrays, np.ones(2))]))[0], 0.25)
