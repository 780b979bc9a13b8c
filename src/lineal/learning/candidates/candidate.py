"""The seam of candidates: what a family of models must be able to do. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Arrays = Mapping[str, NDArray[Any]]
    Scorer = Callable[[Floats], Floats]

Hyper = Mapping[str, Any]


class Draws(Protocol):
    """What a space draws from: a trial of Optuna is one."""

    def suggest_float(
        self, name: str, low: float, high: float, *, log: bool = False, step: float | None = None
    ) -> float: ...

    def suggest_int(
        self, name: str, low: int, high: int, *, log: bool = False, step: int = 1
    ) -> int: ...


class Learnt(NamedTuple):
    """What a fit leaves: arrays as `lineal.learning.fitted` says, further texts, and itself.

    ``score`` is the library's own fitted model. What was rebuilt from the arrays must give the same
    numbers, bit for bit.
    """

    arrays: Arrays
    score: Scorer
    texts: Mapping[str, str] = {}


class Candidate(NamedTuple):
    """``scaled``: the matrix is to have mean 0 and deviation 1.

    ``fit`` is told nothing but matrix, labels of 0 and 1, hyper-parameters and a seed: the same
    give the same bytes. ``rebuild`` takes arrays, texts and the width of the matrix. The values of
    a ``calibrated`` one are no probabilities yet: ``slope`` and ``offset`` are found for them
    outside of the rows it was fitted on.
    """

    name: str
    help: str
    scaled: bool
    defaults: Hyper
    space: Callable[[Draws], Hyper]
    fit: Callable[[Floats, Floats, Hyper, int], Learnt]
    rebuild: Callable[[Arrays, Mapping[str, str], int], Scorer]
    calibrated: bool = False
