"""The nearest neighbours: on the model's grid distances are exact, so ties are ties everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.bundle.graph.blocks import Numbers
from lineal.bundle.graph.products import products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model


def score(builder: Builder, blocks: Sequence[Block], model: Model) -> str:
    """The row's own length is the same for all points: |v|² - 2 x·v has their order.

    Of equally near points TopK takes the first, as ONNX says.
    """
    points = np.asarray(model.arrays["points"], dtype=np.float64)
    labels = np.asarray(model.arrays["labels"], dtype=np.float64)
    snapped = [_snap(builder, block, model) for block in blocks]
    doubled = builder.node("Mul", products(builder, snapped, points), builder.constant(2.0))
    lengths = builder.constant((points * points).sum(axis=1)[None])
    distance = builder.node("Sub", lengths, doubled)
    count = builder.constant(np.array([int(model.arrays["k"])], dtype=np.int64))
    _, nearest = builder.nodes("TopK", distance, count, outputs=2, axis=1, largest=0, sorted=1)
    found = builder.node("Gather", builder.constant(labels), nearest)
    axes = builder.constant(np.array([1], dtype=np.int64))
    return builder.node("ReduceMean", found, axes, keepdims=1)


def _snap(builder: Builder, block: Block, model: Model) -> Block:
    """Clip and round to the grid; places of categories are whole already."""
    if not isinstance(block, Numbers):
        return block
    grid = builder.constant(np.asarray(model.arrays["grid"], dtype=np.float64))
    limit = np.asarray(model.arrays["limit"], dtype=np.float64)
    below = builder.node("Min", block.tensor, builder.constant(limit))
    within = builder.node("Max", below, builder.constant(-limit))
    steps = builder.node("Round", builder.node("Div", within, grid))
    return block._replace(tensor=builder.node("Mul", steps, grid))
