"""A support vector machine with a radial kernel, and the sigmoid that makes it a probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.bundle.graph.products import products, squares
from lineal.bundle.graph.sigmoid import sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model


def score(builder: Builder, blocks: Sequence[Block], model: Model) -> str:
    """-gamma |x - v|² = 2 gamma x·v - gamma |x|² - gamma |v|²."""
    arrays = {name: np.asarray(array, np.float64) for name, array in model.arrays.items()}
    gamma, vectors = arrays["gamma"], arrays["vectors"]
    # A number for each vector: a single one ONNX Runtime would take into the product as a float32.
    twice = builder.constant(np.full((1, len(vectors)), 2.0 * gamma))
    doubled = builder.node("Mul", products(builder, blocks, vectors), twice)
    of_vectors = builder.constant(gamma * (vectors * vectors).sum(axis=1)[None])
    of_row = builder.node("Mul", squares(builder, blocks), builder.constant(gamma))
    exponent = builder.node("Sub", builder.node("Sub", doubled, of_vectors), of_row)
    kernel = builder.node("Exp", exponent)
    summed = builder.node("MatMul", kernel, builder.constant(arrays["dual"][:, None]))
    distance = builder.node("Add", summed, builder.constant(arrays["intercept"]))
    sloped = builder.node("Mul", distance, builder.constant(arrays["slope"]))
    return sigmoid(builder, builder.node("Add", sloped, builder.constant(arrays["offset"])))
