"""Trees as ONNX has them: inner nodes and leaves apart, all in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import numpy_helper

from lineal.bundle.graph.builder import ML

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from lineal.bundle.graph.builder import Builder

_SUM, _AS_IS, _AT_MOST = 1, 0, 0


def sum_of_trees(builder: Builder, matrix: str, arrays: Mapping[str, NDArray[Any]]) -> str:
    """[N, 1]: the values of the leaves, added. ``arrays`` are nodes as `learning.fitted` says."""
    nodes = {name: np.asarray(arrays[name]) for name in ("left", "right", "feature")}
    threshold, value = (np.asarray(arrays[name], np.float64) for name in ("threshold", "value"))
    is_leaf = nodes["left"] < 0
    # A tree that is only a leaf gets a node before it, which leads to it whatever the row says.
    bare = np.flatnonzero(is_leaf[arrays["roots"]])
    roots = np.asarray(arrays["roots"], dtype=np.int64)
    left = np.append(nodes["left"], roots[bare])
    right = np.append(nodes["right"], roots[bare])
    feature = np.append(nodes["feature"], np.zeros(len(bare), dtype=np.int64))
    threshold = np.append(threshold, np.zeros(len(bare)))
    roots = roots.copy()
    roots[bare] = np.arange(len(is_leaf), len(is_leaf) + len(bare))
    is_leaf = np.append(is_leaf, np.zeros(len(bare), dtype=bool))
    inner = ~is_leaf
    # The place of a node among its kind.
    place = np.where(is_leaf, np.cumsum(is_leaf) - 1, np.cumsum(inner) - 1)
    return builder.node(
        "TreeEnsemble",
        matrix,
        domain=ML,
        aggregate_function=_SUM,
        post_transform=_AS_IS,
        n_targets=1,
        tree_roots=place[roots].tolist(),
        nodes_modes=numpy_helper.from_array(np.full(int(inner.sum()), _AT_MOST, dtype=np.uint8)),
        nodes_featureids=feature[inner].tolist(),
        nodes_splits=numpy_helper.from_array(threshold[inner]),
        nodes_truenodeids=place[left[inner]].tolist(),
        nodes_trueleafs=is_leaf[left[inner]].astype(np.int64).tolist(),
        nodes_falsenodeids=place[right[inner]].tolist(),
        nodes_falseleafs=is_leaf[right[inner]].astype(np.int64).tolist(),
        leaf_targetids=[0] * int(is_leaf.sum()),
        leaf_weights=numpy_helper.from_array(value[np.flatnonzero(is_leaf[: len(value)])]),
    )
