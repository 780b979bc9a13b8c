"""Scalar products of rows with kept points, and squared lengths: what distances are made of.

Of a category only its place is compared: a row of zeros and ones times another is 1 if they are of
one category, and 0 if not.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from lineal.base.errors import BundleError
from lineal.bundle.graph.blocks import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder

_DOUBLE = 11
_NOWHERE = -1


def products(builder: Builder, blocks: Sequence[Block], points: NDArray[Any]) -> str:
    """[N, points]: each row times each point."""
    parts = []
    for block in blocks:
        part = points[:, block.start : block.start + block.width]
        if isinstance(block, Category):
            places = builder.constant(_places(part)[None])
            same = builder.node("Equal", block.tensor, places)
            parts.append(builder.node("Cast", same, to=_DOUBLE))
        else:
            parts.append(product(builder, block.tensor, np.ascontiguousarray(part.T)))
    return add(builder, parts)


def product(builder: Builder, rows: str, points: NDArray[Any]) -> str:
    """[N, points] of ``rows`` [N, width] and ``points`` [width, points].

    Of one column it is no product of matrices: ONNX Runtime would take the number that scales the
    column into it, and that as a float32.
    """
    op = "Mul" if len(points) == 1 else "MatMul"
    return builder.node(op, rows, builder.constant(points))


def squares(builder: Builder, blocks: Sequence[Block]) -> str:
    """[N, 1]: the squared length of each row; a known category counts 1."""
    parts = []
    for block in blocks:
        if isinstance(block, Category):
            width = builder.constant(np.array([[block.width]], dtype=np.int64))
            known = builder.node("Less", block.tensor, width)
            parts.append(builder.node("Cast", known, to=_DOUBLE))
        else:
            axes = builder.constant(np.array([1], dtype=np.int64))
            squared = builder.node("Mul", block.tensor, block.tensor)
            parts.append(builder.node("ReduceSum", squared, axes, keepdims=1))
    return add(builder, parts)


def add(builder: Builder, parts: Sequence[str]) -> str:
    return reduce(lambda left, right: builder.node("Add", left, right), parts)


def _places(part: NDArray[Any]) -> NDArray[np.int64]:
    """The category of each point; one that no row has for a point without a known one."""
    if not np.isin(part, (0.0, 1.0)).all() or (part.sum(axis=1) > 1).any():
        raise BundleError(
            "the model's points have more than one category in a column",
            hint="fit it again with 'lineal step train'",
        )
    return np.where(part.any(axis=1), part.argmax(axis=1), _NOWHERE).astype(np.int64)
