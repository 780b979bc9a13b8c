"""Logistic regression with an L2 penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from lineal.learning.candidates.candidate import Candidate, Learnt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.learning.candidates.candidate import Arrays, Draws, Floats, Hyper, Scorer


def space(draws: Draws) -> Hyper:
    return {"C": draws.suggest_float("C", 1e-3, 1e2, log=True)}


def fit(matrix: Floats, labels: Floats, hyper: Hyper, seed: int) -> Learnt:
    # Second-order steps end at the optimum itself, not near it after so many iterations.
    model = LogisticRegression(solver="newton-cholesky", random_state=seed, **hyper)
    model.fit(matrix, labels)
    arrays = {"coef": model.coef_[0].copy(), "intercept": np.float64(model.intercept_[0])}
    return Learnt({name: np.asarray(one) for name, one in arrays.items()}, _scorer(model))


def rebuild(arrays: Arrays, texts: Mapping[str, str], width: int) -> Scorer:
    del texts
    model = LogisticRegression()
    model.classes_ = np.array([0.0, 1.0])
    model.n_features_in_ = width
    model.coef_ = np.asarray(arrays["coef"]).reshape(1, width)
    model.intercept_ = np.asarray(arrays["intercept"]).reshape(1)
    return _scorer(model)


def _scorer(model: LogisticRegression) -> Scorer:
    def score(matrix: Floats) -> Floats:
        found: Floats = model.predict_proba(matrix)[:, 1]
        return found

    return score


CANDIDATE = Candidate(
    name="logistic",
    help="logistic regression",
    scaled=True,
    defaults={"C": 1.0},
    space=space,
    fit=fit,
    rebuild=rebuild,
)
