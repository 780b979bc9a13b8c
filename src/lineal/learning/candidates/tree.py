"""One decision tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sklearn.tree import DecisionTreeClassifier

from lineal.learning.candidates.candidate import Candidate, Learnt
from lineal.learning.candidates.nodes import flatten, grow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.learning.candidates.candidate import Arrays, Draws, Floats, Hyper, Scorer


def space(draws: Draws) -> Hyper:
    return {
        "max_depth": draws.suggest_int("max_depth", 3, 12),
        "min_samples_leaf": draws.suggest_int("min_samples_leaf", 5, 100, log=True),
    }


def fit(matrix: Floats, labels: Floats, hyper: Hyper, seed: int) -> Learnt:
    model = DecisionTreeClassifier(random_state=seed, **hyper)
    model.fit(matrix, labels)
    return Learnt(flatten([model.tree_]), _scorer(model))


def rebuild(arrays: Arrays, texts: Mapping[str, str], width: int) -> Scorer:
    del texts
    return _scorer(grow(arrays, width)[0])


def _scorer(model: DecisionTreeClassifier) -> Scorer:
    def score(matrix: Floats) -> Floats:
        found: Floats = model.predict_proba(matrix)[:, 1]
        return found

    return score


CANDIDATE = Candidate(
    name="tree",
    help="decision tree",
    scaled=False,
    defaults={"max_depth": 6, "min_samples_leaf": 20},
    space=space,
    fit=fit,
    rebuild=rebuild,
)
