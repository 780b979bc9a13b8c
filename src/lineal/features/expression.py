"""An expression as a value: what the parser makes, and every compiler takes. Pure.

Numbers are float64 and NULL is NaN; text is a string and NULL is the empty string. Truth has three
values, as in SQL: a comparison with NULL is unknown, CASE and filters take unknown as false.
Dividing by zero gives NULL.
"""

from __future__ import annotations

from typing import NamedTuple

NUMBER, TEXT, TRUTH = "number", "text", "truth"


class Column(NamedTuple):
    """A raw column, or a feature defined before."""

    name: str
    type: str


class Literal(NamedTuple):
    """None is NULL of the type."""

    value: float | str | bool | None
    type: str


class Call(NamedTuple):
    """An operation of `operations.OPERATIONS` on expressions."""

    name: str
    arguments: tuple[Expression, ...]
    type: str


Expression = Column | Literal | Call
