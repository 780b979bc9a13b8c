"""The arithmetic of `features.elementary` as nodes of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.graph.builder import Builder


class Nodes:
    """Values and conditions are names of tensors."""

    __slots__ = ("_builder",)

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def number(self, value: float) -> str:
        return self._builder.constant(float(value))

    def add(self, a: str, b: str) -> str:
        return self._builder.node("Add", a, b)

    def subtract(self, a: str, b: str) -> str:
        return self._builder.node("Sub", a, b)

    def multiply(self, a: str, b: str) -> str:
        return self._builder.node("Mul", a, b)

    def divide(self, a: str, b: str) -> str:
        return self._builder.node("Div", a, b)

    def floor(self, a: str) -> str:
        return self._builder.node("Floor", a)

    def less(self, a: str, b: str) -> str:
        return self._builder.node("Less", a, b)

    def equal(self, a: str, b: str) -> str:
        return self._builder.node("Equal", a, b)

    def where(self, condition: str, a: str, b: str) -> str:
        return self._builder.node("Where", condition, a, b)

    def roughly_ln(self, a: str) -> str:
        return self._builder.node("Log", a)

    def take(self, table: Sequence[float], place: str) -> str:
        index = self._builder.node("Cast", place, to=TensorProto.INT64)
        values = self._builder.constant(np.asarray(table, np.float64))
        return self._builder.node("Gather", values, index)
