"""The families of models that can be compiled; a new one is a file and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lineal.bundle.graph.models import forest, lightgbm, logistic, neighbours, svm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lineal.bundle.graph.blocks import Block
    from lineal.bundle.graph.builder import Builder
    from lineal.learning.fitted import Model

#: Each gives the name of a tensor [N, 1]: the score.
FAMILIES: Final[Mapping[str, Callable[[Builder, Sequence[Block], Model], str]]] = {
    "forest": forest.score,
    "lightgbm": lightgbm.score,
    "logistic": logistic.score,
    "neighbours": neighbours.score,
    "svm": svm.score,
    "tree": forest.score,
}
