"""What all operations are compiled with: each part of an expression becomes nodes once.

A truth has three values, and a tensor of bool two. So a truth is asked for where it is true and
where it is false, and only what is asked for becomes nodes: most conditions need one of them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from lineal.features.expression import NUMBER, TEXT, TRUTH, Call, Column, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.bundle.graph.builder import Builder
    from lineal.features.expression import Expression

    Compile = Callable[["Compiler", Call], str]


class Tables(NamedTuple):
    """By operation: the value of it, where it is true, where it is false."""

    values: Mapping[str, Compile]
    true: Mapping[str, Compile]
    false: Mapping[str, Compile]


class Compiler:
    """``columns`` names the tensor of each column."""

    __slots__ = ("_columns", "_done", "_kept", "_tables", "builder")

    def __init__(self, builder: Builder, columns: Mapping[str, str], tables: Tables) -> None:
        self.builder = builder
        self._columns = columns
        self._tables = tables
        self._done: dict[tuple[int, str], str] = {}
        self._kept: list[Expression] = []

    def node(self, op: str, *inputs: str) -> str:
        return self.builder.node(op, *inputs)

    def value(self, expression: Expression) -> str:
        """Numbers with NaN for NULL, texts with the empty one; a truth is 0, 1 or NaN."""
        return self._once(expression, "value", self._value)

    def true(self, truth: Expression) -> str:
        return self._once(truth, "true", self._true)

    def false(self, truth: Expression) -> str:
        return self._once(truth, "false", self._false)

    def null(self, expression: Expression) -> str:
        if expression.type == TEXT:
            return self.node("Equal", self.value(expression), self.builder.constant(""))
        if expression.type == NUMBER:
            return self.node("IsNaN", self.value(expression))
        return self.node("Not", self.node("Or", self.true(expression), self.false(expression)))

    def _once(
        self, expression: Expression, what: str, compile_: Callable[[Expression], str]
    ) -> str:
        """By identity: a part that is used in several places is one object, kept as long as we."""
        key = id(expression), what
        if key not in self._done:
            self._kept.append(expression)
            self._done[key] = compile_(expression)
        return self._done[key]

    def _value(self, expression: Expression) -> str:
        if isinstance(expression, Column):
            return self._columns[expression.name]
        if expression.type == TRUTH:
            return self._numbered(expression)
        if isinstance(expression, Literal):
            return self.builder.constant(_written(expression))
        return self._tables.values[expression.name](self, expression)

    def _numbered(self, truth: Expression) -> str:
        constant = self.builder.constant
        known = self.node("Where", self.false(truth), constant(0.0), constant(math.nan))
        return self.node("Where", self.true(truth), constant(1.0), known)

    def _true(self, truth: Expression) -> str:
        if isinstance(truth, Column):
            return self.node("Equal", self.value(truth), self.builder.constant(1.0))
        if isinstance(truth, Literal):
            return self.builder.constant(truth.value is True)
        return self._tables.true[truth.name](self, truth)

    def _false(self, truth: Expression) -> str:
        if isinstance(truth, Column):
            return self.node("Equal", self.value(truth), self.builder.constant(0.0))
        if isinstance(truth, Literal):
            return self.builder.constant(truth.value is False)
        return self._tables.false[truth.name](self, truth)


def _written(literal: Literal) -> float | str:
    if literal.value is None:
        return math.nan if literal.type == NUMBER else ""
    return str(literal.value) if literal.type == TEXT else float(literal.value)
