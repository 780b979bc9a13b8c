"""Which columns an expression uses. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.features.expression import Call, Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.features.expression import Expression


def columns_of(expression: Expression) -> tuple[str, ...]:
    """In the order of their first use."""
    return tuple(dict.fromkeys(_names(expression)))


def _names(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Column):
        yield expression.name
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from _names(argument)
