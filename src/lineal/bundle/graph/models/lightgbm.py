"""Boosted trees: their sum through a sigmoid, all in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.bundle.graph.blocks import matrix
from lineal.bundle.graph.sigmoid import sigmoid
from lineal.bundle.graph.trees import sum_of_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model


def score(builder: Builder, blocks: Sequence[Block], model: Model) -> str:
    return sigmoid(builder, sum_of_trees(builder, matrix(builder, blocks), model.arrays))
