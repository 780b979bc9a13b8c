"""Scores from a bundle. Serving imports this; what a row may be was checked before."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from lineal.base.errors import BundleError
from lineal.bundle.scoring import run_graph
from lineal.bundle.session import RUN_ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from lineal.bundle.opened import Bundle


class Predictor:
    """Safe to be used by threads: it keeps no state between rows."""

    __slots__ = ("_bundle", "_negative", "_positive", "_run", "_threshold")

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._run = bundle.session.run
        decision = bundle.decision
        self._threshold = decision.threshold
        self._positive, self._negative = decision.positive, decision.negative

    def scores(self, columns: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
        """``columns`` has an array [N, 1] for each input: float64, or objects that are str."""
        try:
            scores = run_graph(self._run, columns)
        except RUN_ERRORS as error:
            said = " ".join(str(error).split())[:300]
            raise BundleError(f"bundle '{self._bundle.path}' cannot score: {said}") from error
        # For one row, as most requests have, numpy takes as long as a tree.
        known = isfinite(scores[0]) if len(scores) == 1 else np.isfinite(scores).all()
        if not known:
            # A NaN is not at or above the threshold: it would be decided without being known.
            raise BundleError(f"bundle '{self._bundle.path}' gives a score that is not a number")
        return scores

    def decide(self, score: float) -> int | str:
        return self._positive if score >= self._threshold else self._negative
