"""Logistic regression: products with coefficients; a category's coefficient is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.bundle.graph.blocks import Category
from lineal.bundle.graph.products import add, product
from lineal.bundle.graph.sigmoid import sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model


def score(builder: Builder, blocks: Sequence[Block], model: Model) -> str:
    coef = np.asarray(model.arrays["coef"], dtype=np.float64)
    parts = [_part(builder, block, coef) for block in blocks]
    parts.append(builder.constant(np.asarray(model.arrays["intercept"], dtype=np.float64)))
    return sigmoid(builder, add(builder, parts))


def _part(builder: Builder, block: Block, coef: np.ndarray) -> str:
    part = coef[block.start : block.start + block.width]
    if isinstance(block, Category):
        table = builder.constant(np.append(part, 0.0))
        return builder.node("Gather", table, block.tensor)
    return product(builder, block.tensor, part[:, None])
