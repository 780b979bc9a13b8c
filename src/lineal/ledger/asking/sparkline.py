"""A row of numbers as one small drawing. Pure."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"
_ASCII = "_.-=^"
_LEAST = 2


def sparkline(numbers: Sequence[float], *, ascii_only: bool = False) -> str:
    """From the lowest to the highest of them; nothing for fewer than two."""
    finite = [number for number in numbers if isfinite(number)]
    if len(finite) < _LEAST:
        return ""
    marks = _ASCII if ascii_only else _BLOCKS
    low, high = min(finite), max(finite)
    span = high - low
    if not span:
        return marks[len(marks) // 2] * len(finite)
    # A span of the largest floats is infinite; the marks are then all low, which is no error.
    steps = [(number - low) / span * (len(marks) - 1) for number in finite]
    return "".join(marks[round(step)] for step in steps)
