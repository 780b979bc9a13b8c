"""Choosing golden rows: over all of the range of scores, and nearest to the threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.bundle.format import Golden

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from lineal.bundle.format import Signature

#: Another processor may compute an exponential or a sum of products a few bits otherwise.
TOLERANCE = 1e-9


def choose_golden(
    test: pl.DataFrame,
    scores: NDArray[np.float64],
    signature: Signature,
    *,
    threshold: float,
    count: int,
) -> Golden:
    """In the order of the table, as a client would send them. ``count`` is the most."""
    clear = np.abs(scores - threshold) > TOLERANCE
    allowed = np.flatnonzero(clear & _sendable(test, signature))
    places = _choose(scores[allowed], threshold, count)
    chosen = np.sort(allowed[places])
    rows = test[chosen].select(one.name for one in signature.inputs).to_dicts()
    return Golden(
        rows=tuple(rows),
        scores=tuple(scores[chosen].tolist()),
        tolerance=TOLERANCE,
    )


def _choose(scores: NDArray[np.float64], threshold: float, count: int) -> NDArray[np.int64]:
    """Half of them nearest to the threshold on both sides, half evenly by rank of score."""
    order = np.argsort(scores, kind="stable")
    if len(order) <= count:
        return order
    middle = int(np.searchsorted(scores[order], threshold))
    near = count // 4
    ranks = set(range(max(0, middle - near), min(len(order), middle + near)))
    others = [rank for rank in range(len(order)) if rank not in ranks]
    even = np.linspace(0, len(others) - 1, count - len(ranks)).round().astype(int)
    ranks.update(others[place] for place in even.tolist())
    return order[sorted(ranks)]


def _sendable(test: pl.DataFrame, signature: Signature) -> NDArray[np.bool_]:
    """A row that misses what a client must give is one that cannot be asked for."""
    sendable = np.ones(len(test), dtype=bool)
    for one in signature.inputs:
        if not one.nullable:
            sendable &= test[one.name].is_not_null().to_numpy()
    return sendable
