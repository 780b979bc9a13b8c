"""Running a graph over columns, in blocks: a model of neighbours meets each row with each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.bundle.format import SCORE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from numpy.typing import NDArray

# 256 rows by 15,000 points are 30 MB, a few times over.
_BLOCK = 256
_WANTED = (SCORE,)


def run_graph(run: Callable[..., Any], columns: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
    """One score for each row. ``run`` is of a session of onnxruntime, its errors are its own."""
    size = len(next(iter(columns.values())))
    if size <= _BLOCK:
        found: NDArray[np.float64] = run(_WANTED, columns)[0][:, 0]
        return found
    return np.concatenate(
        [
            run(_WANTED, {name: column[at : at + _BLOCK] for name, column in columns.items()})[0]
            for at in range(0, size, _BLOCK)
        ]
    )[:, 0]
