"""The seam of gates: what is judged, and what a verdict says. Pure.

A gate is one file with ``GATE`` and a line in the registry. What is missing, too little or went
wrong is ``inconclusive`` or ``fail``, never ``pass``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

PASS, FAIL, INCONCLUSIVE = "pass", "fail", "inconclusive"


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``check`` names what was measured: ``performance/roc_auc``, ``fairness/country=IN``.

    ``relation`` is how ``measured`` must stand to ``threshold``: ``>=`` or ``<=``. ``n`` is how
    many rows it rests on, ``needed`` how many it would take. ``why`` is one sentence.
    """

    check: str
    verdict: str
    why: str
    measured: float | None = None
    interval: tuple[float, float] | None = None
    relation: str = ">="
    threshold: float | None = None
    n: int | None = None
    needed: int | None = None


class Judged(NamedTuple):
    """What gates may look at; what a pipeline does not have is None, and never passes.

    ``rows`` are the raw test rows with the target; ``labels`` whether each is positive, as 1 and 0;
    ``scores`` and ``threshold`` what the model says of them; ``score`` gives scores for other rows
    of the same columns. ``training`` are the raw rows it learnt from, ``training_labels`` theirs.
    ``metrics`` and ``contract`` are documents of evaluate and validate.
    """

    target: str
    rows: pl.DataFrame | None = None
    labels: NDArray[np.float64] | None = None
    scores: NDArray[np.float64] | None = None
    threshold: float | None = None
    score: Callable[[pl.DataFrame], NDArray[np.float64]] | None = None
    metrics: Mapping[str, Any] | None = None
    contract: Mapping[str, Any] | None = None
    training: pl.DataFrame | None = None
    training_labels: NDArray[np.float64] | None = None


class Gate(NamedTuple):
    """``settings`` is the struct of its section under ``gate:`` in the params."""

    help: str
    settings: type[msgspec.Struct]
    judge: Callable[[Any, Judged], list[Verdict]]


def overall(verdicts: list[Verdict]) -> str:
    """The worst of them; no verdict at all is inconclusive."""
    said = {one.verdict for one in verdicts}
    if FAIL in said:
        return FAIL
    return PASS if said == {PASS} else INCONCLUSIVE
