"""The sigmoid as training computes it: exponentials in float64, none that grow beyond numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lineal.bundle.graph.builder import Builder


def sigmoid(builder: Builder, x: str) -> str:
    """1 / (1 + exp(-x)); far below zero exp is infinite and the answer is 0."""
    one = builder.constant(1.0)
    grown = builder.node("Exp", builder.node("Neg", x))
    return builder.node("Div", one, builder.node("Add", one, grown))
