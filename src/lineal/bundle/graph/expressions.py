"""Expressions as nodes of the model's graph: the same values as `features.compute`, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.bundle.graph.expression.choices import CHOICES, CHOICES_FALSE, CHOICES_TRUE
from lineal.bundle.graph.expression.compiler import Compiler, Tables
from lineal.bundle.graph.expression.numbers import NUMBERS
from lineal.bundle.graph.expression.truths import FALSE, TRUE
from lineal.features.expression import NUMBER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.bundle.graph.builder import Builder
    from lineal.features.expression import Expression

TABLES = Tables(
    values={**NUMBERS, **CHOICES},
    true={**TRUE, **CHOICES_TRUE},
    false={**FALSE, **CHOICES_FALSE},
)


def compile_expression(builder: Builder, expression: Expression, columns: Mapping[str, str]) -> str:
    """The tensor [N, 1] of its values, given the tensors of the columns it uses.

    A truth comes and goes as float64: 0, 1 and NaN for unknown.
    """
    compiler = Compiler(builder, columns, TABLES)
    found = compiler.value(expression)
    return _finite(builder, found) if expression.type == NUMBER else found


def _finite(builder: Builder, number: str) -> str:
    """What is infinite becomes NaN, and minus zero zero: the seam of expressions says so."""
    return builder.node("Add", number, builder.node("Sub", number, number))
