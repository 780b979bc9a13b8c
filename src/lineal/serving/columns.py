"""Rows of values as the tensors that a graph takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lineal.bundle.format import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lineal.bundle.format import Input
    from lineal.serving.decoding import Row

_NAN = float("nan")


class Columns:
    """Arrays of one row are made once and filled for each request: a worker has one thread."""

    __slots__ = ("_cells", "_inputs", "_missing", "_of_one")

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._missing = ["" if one.kind == TEXT else _NAN for one in inputs]
        self._cells: list[NDArray[Any]] = [_empty(1, one) for one in inputs]
        self._of_one = dict(zip((one.name for one in inputs), self._cells, strict=True))

    def one(self, row: Row) -> Mapping[str, NDArray[Any]]:
        """Only good until the next call."""
        for cell, value, missing in zip(self._cells, row, self._missing, strict=True):
            cell[0, 0] = missing if value is None else value
        return self._of_one

    def many(self, rows: Sequence[Row]) -> Mapping[str, NDArray[Any]]:
        columns = {}
        for place, one in enumerate(self._inputs):
            missing = self._missing[place]
            column = columns[one.name] = _empty(len(rows), one)
            column[:, 0] = [missing if (value := row[place]) is None else value for row in rows]
        return columns


def _empty(rows: int, one: Input) -> NDArray[Any]:
    return np.empty((rows, 1), dtype=object if one.kind == TEXT else np.float64)
