"""Rows as JSON has them, as columns that the graph takes. Types were checked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lineal.bundle.format import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lineal.bundle.format import Signature


def to_columns(signature: Signature, rows: Sequence[Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
    """A tensor [N, 1] for each input. None, and a key that is not there, are missing."""
    return {
        one.name: _texts(one.name, rows) if one.kind == TEXT else _numbers(one.name, rows)
        for one in signature.inputs
    }


def _texts(name: str, rows: Sequence[Mapping[str, Any]]) -> NDArray[Any]:
    column = np.empty((len(rows), 1), dtype=object)
    for place, row in enumerate(rows):
        value = row.get(name)
        column[place, 0] = "" if value is None else value
    return column


def _numbers(name: str, rows: Sequence[Mapping[str, Any]]) -> NDArray[Any]:
    """Numpy makes NaN of None; a truth counts as 0 or 1."""
    return np.array([row.get(name) for row in rows], dtype=np.float64).reshape(-1, 1)
