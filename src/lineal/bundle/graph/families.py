"""The families of models that can be compiled; a new one is a file and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.bundle.graph.models import forest, lightgbm, logistic, neighbours, svm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model


class Family(NamedTuple):
    """``arrays`` are those it needs; ``score`` gives the name of a tensor [N, 1]."""

    arrays: tuple[str, ...]
    score: Callable[[Builder, Sequence[Block], Model], str]


_NODES = ("roots", "left", "right", "feature", "threshold", "value")

FAMILIES: Final[Mapping[str, Family]] = {
    "forest": Family(_NODES, forest.score),
    "lightgbm": Family(_NODES, lightgbm.score),
    "logistic": Family(("coef", "intercept"), logistic.score),
    "neighbours": Family(("points", "labels", "k", "grid", "limit"), neighbours.score),
    "svm": Family(("vectors", "dual", "intercept", "gamma", "slope", "offset"), svm.score),
    "tree": Family(_NODES, forest.score),
}
