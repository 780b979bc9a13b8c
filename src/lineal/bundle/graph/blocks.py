"""Preprocessing as a graph: the plan's columns become blocks, and blocks a matrix.

A text column stays a number of its category as long as it can: a model that compares or adds needs
no row of zeros and ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lineal.bundle.graph.builder import ML
from lineal.learning.fitted import CategoryPlan, NumericPlan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.bundle.graph.builder import Builder

# Beyond it, a table of all rows of zeros and ones is larger than comparing is slow.
_LARGEST_TABLE = 512


class Numbers(NamedTuple):
    """``tensor`` is [N, width], filled and scaled; its columns start at ``start`` of the matrix."""

    tensor: str
    start: int
    width: int


class Category(NamedTuple):
    """``tensor`` is [N, 1] int64: the place of the category, or ``width`` for any other value."""

    tensor: str
    start: int
    width: int


Block = Numbers | Category


def prepare(
    builder: Builder, plan: Sequence[NumericPlan | CategoryPlan], columns: Mapping[str, str]
) -> list[Block]:
    """Neighbouring numbers are one block. ``columns`` are tensors by name of column."""
    blocks: list[Block] = []
    numbers: list[NumericPlan] = []
    start = 0
    for one in plan:
        if isinstance(one, NumericPlan):
            numbers.append(one)
            continue
        start = _close(builder, numbers, columns, blocks, start)
        if one.categories:
            blocks.append(_category(builder, one, columns, start))
            start += len(one.categories)
    _close(builder, numbers, columns, blocks, start)
    return blocks


def matrix(builder: Builder, blocks: Sequence[Block]) -> str:
    """All columns side by side, in the order of the plan."""
    parts = [
        one.tensor if isinstance(one, Numbers) else _ones_and_zeros(builder, one) for one in blocks
    ]
    return parts[0] if len(parts) == 1 else builder.node("Concat", *parts, axis=1)


def _close(
    builder: Builder,
    numbers: list[NumericPlan],
    columns: Mapping[str, str],
    blocks: list[Block],
    start: int,
) -> int:
    """End the block of numbers, if there is one; returns where the next block starts."""
    if not numbers:
        return start
    blocks.append(Numbers(_numbers(builder, numbers, columns), start, len(numbers)))
    start += len(numbers)
    numbers.clear()
    return start


def _numbers(builder: Builder, plans: list[NumericPlan], columns: Mapping[str, str]) -> str:
    parts = [columns[plan.column] for plan in plans]
    known = parts[0] if len(parts) == 1 else builder.node("Concat", *parts, axis=1)
    fills = builder.constant(np.array([[plan.fill for plan in plans]]))
    known = builder.node("Where", builder.node("IsNaN", known), fills, known)
    if any(plan.mean != 0.0 for plan in plans):
        means = builder.constant(np.array([[plan.mean for plan in plans]]))
        known = builder.node("Sub", known, means)
    if any(plan.scale != 1.0 for plan in plans):
        scales = builder.constant(np.array([[plan.scale for plan in plans]]))
        known = builder.node("Div", known, scales)
    return known


def _category(
    builder: Builder, plan: CategoryPlan, columns: Mapping[str, str], start: int
) -> Category:
    width = len(plan.categories)
    place = builder.node(
        "LabelEncoder",
        columns[plan.column],
        domain=ML,
        keys_strings=list(plan.categories),
        values_int64s=list(range(width)),
        default_int64=width,
    )
    return Category(place, start, width)


def _ones_and_zeros(builder: Builder, block: Category) -> str:
    """A row of a table is copied; measured, it takes a fifth of the time of other ways."""
    if block.width > _LARGEST_TABLE:
        places = builder.constant(np.arange(block.width, dtype=np.int64)[None])
        return builder.node("Cast", builder.node("Equal", block.tensor, places), to=_DOUBLE)
    table = builder.constant(np.eye(block.width + 1, block.width))
    return builder.node("GatherND", table, block.tensor)


_DOUBLE = 11
