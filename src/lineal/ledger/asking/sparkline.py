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
    # Halved, because the span of the largest floats is more than a float holds.
    halves = [number / 2 for number in finite]
    low, span = min(halves), max(halves) - min(halves)
    if not span:
        return marks[len(marks) // 2] * len(finite)
    top = len(marks) - 1
    return "".join(marks[round((half - low) / span * top)] for half in halves)
