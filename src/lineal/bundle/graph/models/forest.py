"""A tree, or the mean of many: rows are rounded to float32 first, as scikit-learn does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lineal.bundle.graph.blocks import matrix
from lineal.bundle.graph.trees import sum_of_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model


def score(builder: Builder, blocks: Sequence[Block], model: Model) -> str:
    """Thresholds are moved to where rounding would take a value over them: no row is rounded."""
    thresholds = unrounded(np.asarray(model.arrays["threshold"], np.float64))
    total = sum_of_trees(
        builder, matrix(builder, blocks), {**model.arrays, "threshold": thresholds}
    )
    count = len(model.arrays["roots"])
    return total if count == 1 else builder.node("Div", total, builder.constant(float(count)))


def unrounded(thresholds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest float64 that is at or below each threshold once it is rounded to float32.

    It is half way to the float32 after the last one that is: half way itself is rounded to the
    even one of the two.
    """
    last: NDArray[Any] = thresholds.astype(np.float32)
    last = np.where(last > thresholds, np.nextafter(last, np.float32(-np.inf)), last)
    after = np.nextafter(last, np.float32(np.inf))
    half_way = (last.astype(np.float64) + after.astype(np.float64)) / 2
    is_even = last.view(np.int32) % 2 == 0
    moved: NDArray[np.float64] = np.where(is_even, half_way, np.nextafter(half_way, -np.inf))
    return moved
