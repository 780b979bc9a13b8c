"""The trees in the text of a LightGBM model, as flat arrays of nodes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

_CATEGORICAL = 1


def flatten(text: str) -> dict[str, NDArray[Any]]:
    """Of each tree the inner nodes come first, then its leaves."""
    roots: list[int] = []
    parts: dict[str, list[NDArray[Any]]] = {}
    base = 0
    for tree in _trees(text):
        roots.append(base)
        arrays = _nodes(tree, base)
        base += len(arrays["left"])
        for name, array in arrays.items():
            parts.setdefault(name, []).append(array)
    return {"roots": np.array(roots, np.int64)} | {
        name: np.concatenate(arrays) for name, arrays in parts.items()
    }


def _trees(text: str) -> Iterator[dict[str, str]]:
    for block in text.split("\nTree=")[1:]:
        body = block.split("\n\n", 1)[0]
        yield dict(line.split("=", 1) for line in body.splitlines() if "=" in line)


def _nodes(tree: Mapping[str, str], base: int) -> dict[str, NDArray[Any]]:
    leaves = _numbers(tree, "leaf_value", np.float64)
    inner = len(leaves) - 1
    if (_numbers(tree, "decision_type", np.int64) & _CATEGORICAL).any():
        raise AssertionError("a matrix of numbers has no categorical splits")

    def child(name: str) -> NDArray[Any]:
        """Below zero is a leaf: -1 the first."""
        found = _numbers(tree, name, np.int64)
        return np.append(
            base + np.where(found < 0, inner - 1 - found, found), np.full(inner + 1, -1)
        )

    return {
        "left": child("left_child"),
        "right": child("right_child"),
        "feature": np.append(
            _numbers(tree, "split_feature", np.int64), np.zeros(inner + 1, np.int64)
        ),
        "threshold": np.append(_numbers(tree, "threshold", np.float64), np.zeros(inner + 1)),
        "value": np.append(np.zeros(inner), leaves),
    }


def _numbers(tree: Mapping[str, str], name: str, kind: type) -> NDArray[Any]:
    """A tree that is one leaf has no inner nodes, or says so of a node that is not there."""
    words = tree.get(name, "").split()
    if name != "leaf_value" and tree["num_leaves"] == "1":
        words = []
    return np.array([kind(word) for word in words], kind)
