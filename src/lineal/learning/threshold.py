"""The threshold for a precision that was asked for, between two scores that were seen. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lineal.learning.metrics import rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Chosen(NamedTuple):
    """``reached``: whether the precision, out of fold, is at least the ``target``."""

    value: float
    precision: float
    recall: float
    target: float
    reached: bool

    def told(self) -> str:
        found = f"precision {self.precision:.3f} at recall {self.recall:.3f} out of fold"
        if self.reached:
            return f"highest recall with precision {self.target:g}: {found}"
        return f"precision {self.target:g} is not reached; the most precise: {found}"


def choose(labels: Floats, scores: Floats, target_precision: float) -> Chosen:
    """The highest recall with the precision asked for; else the most precise one there is.

    It lies midway between neighbouring scores, so that a score which comes out a little different
    elsewhere is decided the same. Where two are so near that nothing lies between, there is no cut.
    """
    ranked = rank(labels, scores)
    upper = ranked.scores[ranked.ends]
    lower = np.append(upper[1:], min(0.0, float(upper[-1])))
    cuts = lower + (upper - lower) / 2
    between = (cuts < upper) & (cuts > lower)
    if not between.any():
        # One score for all rows: nothing can be told apart, and nothing is called positive.
        return Chosen(
            1.0 if upper[0] < 1.0 else 2.0, float("nan"), 0.0, target_precision, reached=False
        )
    hits = np.cumsum(ranked.labels)[ranked.ends][between]
    precision = hits / (ranked.ends[between] + 1)
    recall = hits / labels.sum()
    reached = precision >= target_precision
    # Of equal recall the more precise counts, and of equal both the higher threshold.
    best = (
        max(np.flatnonzero(reached), key=lambda one: (recall[one], precision[one], -one))
        if reached.any()
        else max(range(len(precision)), key=lambda one: (precision[one], recall[one], -one))
    )
    return Chosen(
        float(cuts[between][best]),
        float(precision[best]),
        float(recall[best]),
        target_precision,
        reached=bool(reached.any()),
    )
