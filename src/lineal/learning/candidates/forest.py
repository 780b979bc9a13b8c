"""A random forest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from lineal.learning.candidates.candidate import Candidate, Learnt
from lineal.learning.candidates.nodes import flatten, grow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.learning.candidates.candidate import Arrays, Draws, Floats, Hyper, Scorer


def space(draws: Draws) -> Hyper:
    return {
        "min_samples_leaf": draws.suggest_int("min_samples_leaf", 2, 20, log=True),
        "max_features": draws.suggest_float("max_features", 0.1, 0.3),
    }


def fit(matrix: Floats, labels: Floats, hyper: Hyper, seed: int) -> Learnt:
    model = RandomForestClassifier(random_state=seed, n_jobs=1, **hyper)
    model.fit(matrix, labels)
    return Learnt(flatten([one.tree_ for one in model.estimators_]), _scorer(model))


def rebuild(arrays: Arrays, texts: Mapping[str, str], width: int) -> Scorer:
    del texts
    model = RandomForestClassifier(n_jobs=1)
    model.estimators_ = grow(arrays, width)
    model.estimator_ = model.estimators_[0]
    model.n_features_in_, model.n_outputs_ = width, 1
    model.classes_, model.n_classes_ = np.array([0.0, 1.0]), 2
    return _scorer(model)


def _scorer(model: RandomForestClassifier) -> Scorer:
    def score(matrix: Floats) -> Floats:
        found: Floats = model.predict_proba(matrix)[:, 1]
        return found

    return score


CANDIDATE = Candidate(
    name="forest",
    help="random forest",
    scaled=False,
    # Half of the rows for each tree: as good for the forest, and half the time.
    defaults={
        "n_estimators": 100,
        "min_samples_leaf": 5,
        "max_features": 0.2,
        "max_samples": 0.5,
    },
    space=space,
    fit=fit,
    rebuild=rebuild,
)
