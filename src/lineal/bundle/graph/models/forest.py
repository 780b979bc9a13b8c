"""A tree, or the mean of many: rows are rounded to float32 first, as scikit-learn does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.bundle.graph.blocks import matrix
from lineal.bundle.graph.trees import sum_of_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model

_FLOAT, _DOUBLE = 1, 11


def score(builder: Builder, blocks: Sequence[Block], model: Model) -> str:
    """Thresholds stay float64: a rounded threshold would send a row near it to the other side."""
    rounded = builder.node("Cast", matrix(builder, blocks), to=_FLOAT)
    wide = builder.node("Cast", rounded, to=_DOUBLE)
    total = sum_of_trees(builder, wide, model.arrays)
    count = len(model.arrays["roots"])
    return total if count == 1 else builder.node("Div", total, builder.constant(float(count)))
