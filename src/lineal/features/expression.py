"""An expression as a value: what the parser makes, and every compiler takes. Pure.

One rule for all that run it, so that training and serving cannot differ:

- A number is a float64. NaN is NULL, and so is what has no value: a division by zero, the logarithm
  of what is not above zero, the root of what is below.
- Text is compared as it is, byte by byte. The empty text is NULL.
- Truth has three values, as in SQL: a comparison with NULL is unknown; CASE and filters take
  unknown as false.
- NULL in, NULL out, for all operations but IS NULL, COALESCE, CASE, AND and OR.
- Too large a number is infinite within an expression, as the hardware has it, and NULL as its
  result. Minus zero is zero as a result.
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
