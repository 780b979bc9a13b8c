"""What training saw of each input, as values to try: by a bundle's signature and profile. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lineal.lineage.flips import BOOLEAN, INTEGER, TEXT, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Between the middle and the ends of what was seen, and finely enough for steps of trees.
_BETWEEN = 4


def ranges_of(inputs: Iterable[tuple[str, str]], profile: Mapping[str, Any]) -> list[Range]:
    """``inputs`` are names and kinds. Of what the profile does not know nothing is tried."""
    columns = profile.get("columns")
    known = columns if isinstance(columns, dict) else {}
    return [_range(name, kind, known.get(name) or {}) for name, kind in inputs]


def _range(name: str, kind: str, seen: Mapping[str, Any]) -> Range:
    if kind == TEXT:
        top: Mapping[str, int] = seen.get("top") or {}
        words = sorted(top, key=lambda word: (-top[word], word))
        return Range(name, kind, tuple(words))
    if kind == BOOLEAN:
        return Range(name, kind, (True, False))
    quantiles = [float(one) for one in seen.get("quantiles") or ()]
    values = sorted(set(_between(quantiles)))
    spread = (values[-1] - values[0]) if values else 0.0
    if kind == INTEGER:
        return Range(name, kind, tuple(sorted({round(value) for value in values})), spread)
    return Range(name, kind, tuple(values), spread)


def _between(quantiles: list[float]) -> list[float]:
    steps = [
        low + (high - low) * at / _BETWEEN
        for low, high in pairwise(quantiles)
        for at in range(_BETWEEN)
    ]
    return [*steps, *quantiles[-1:]]
