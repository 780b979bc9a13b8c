"""Trees of scikit-learn as flat arrays of nodes, and back, through the state they pickle with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.tree import DecisionTreeClassifier
from sklearn.tree._tree import NODE_DTYPE, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from lineal.learning.candidates.candidate import Arrays


def flatten(trees: Iterable[Tree]) -> dict[str, NDArray[Any]]:
    parts: dict[str, list[NDArray[Any]]] = {}
    roots, base = [], 0
    for tree in trees:
        roots.append(base)
        leaf = tree.children_left < 0
        value = tree.value[:, 0, 1] if tree.value.shape[2] > 1 else tree.value[:, 0, 0]
        for name, array in (
            ("left", np.where(leaf, -1, tree.children_left + base)),
            ("right", np.where(leaf, -1, tree.children_right + base)),
            ("feature", np.where(leaf, 0, tree.feature)),
            ("threshold", np.where(leaf, 0.0, tree.threshold)),
            ("value", value),
        ):
            parts.setdefault(name, []).append(array)
        base += tree.node_count
    return {"roots": np.array(roots, np.int64)} | {
        name: np.concatenate(arrays) for name, arrays in parts.items()
    }


def grow(arrays: Arrays, width: int) -> list[DecisionTreeClassifier]:
    """Each as scikit-learn would have fitted it, as far as predicting needs."""
    roots = np.asarray(arrays["roots"])
    ends = np.append(roots[1:], len(np.asarray(arrays["left"])))
    return [_grown(arrays, int(at), int(end), width) for at, end in zip(roots, ends, strict=True)]


def _grown(arrays: Arrays, start: int, end: int, width: int) -> DecisionTreeClassifier:
    nodes = np.zeros(end - start, NODE_DTYPE)
    part = {name: np.asarray(array)[start:end] for name, array in arrays.items() if name != "roots"}
    leaf = part["left"] < 0
    nodes["left_child"] = np.where(leaf, -1, part["left"] - start)
    nodes["right_child"] = np.where(leaf, -1, part["right"] - start)
    nodes["feature"] = np.where(leaf, -2, part["feature"])
    nodes["threshold"] = np.where(leaf, -2.0, part["threshold"])
    values = np.stack([1.0 - part["value"], part["value"]], axis=1)[:, None, :]
    tree = Tree(width, np.array([2], np.intp), 1)
    state = {"max_depth": 0, "node_count": end - start, "nodes": nodes, "values": values}
    tree.__setstate__(state)
    model = DecisionTreeClassifier()
    model.tree_, model.n_features_in_, model.n_outputs_ = tree, width, 1
    model.classes_, model.n_classes_ = np.array([0.0, 1.0]), 2
    return model
