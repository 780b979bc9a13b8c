"""A support vector machine with a radial kernel; its values become probabilities by calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.svm import SVC

from lineal.learning.candidates.candidate import Candidate, Learnt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.learning.candidates.candidate import Arrays, Draws, Floats, Hyper, Scorer

_CACHE = 400


def space(draws: Draws) -> Hyper:
    return {
        "C": draws.suggest_float("C", 0.1, 10.0, log=True),
        "gamma": draws.suggest_float("gamma", 0.1, 2.0, log=True),
    }


def fit(matrix: Floats, labels: Floats, hyper: Hyper, seed: int) -> Learnt:
    """``gamma`` is in units of what scikit-learn calls "scale": 1 / (width * variance)."""
    variance = matrix.shape[1] * float(matrix.var())
    gamma = hyper["gamma"] / variance if variance else 1.0
    # It draws nothing here; without a seed it would still ask for one of the world.
    model = SVC(C=hyper["C"], gamma=gamma, cache_size=_CACHE, random_state=seed)
    model.fit(matrix, labels)
    arrays = {
        "vectors": model.support_vectors_,
        "dual": model.dual_coef_[0],
        "intercept": model.intercept_[0],
        "gamma": gamma,
        "slope": 1.0,
        "offset": 0.0,
    }
    kept = {name: np.array(one, np.float64) for name, one in arrays.items()}
    return Learnt(kept, model.decision_function)


def rebuild(arrays: Arrays, texts: Mapping[str, str], width: int) -> Scorer:
    """The attributes that a fit would have set; libsvm has the signs the other way round."""
    del texts
    vectors, dual = np.asarray(arrays["vectors"]), np.asarray(arrays["dual"]).reshape(1, -1)
    intercept, gamma = np.asarray(arrays["intercept"]).reshape(1), float(arrays["gamma"])
    below = int((dual < 0).sum())
    model = SVC(gamma=gamma)
    fitted = {
        "_sparse": False,
        "_gamma": gamma,
        "_n_support": np.array([below, dual.size - below], np.int32),
        "_dual_coef_": -dual,
        "_intercept_": -intercept,
        "_probA": np.empty(0),
        "_probB": np.empty(0),
        "classes_": np.array([0.0, 1.0]),
        "dual_coef_": dual,
        "fit_status_": 0,
        "intercept_": intercept,
        "n_features_in_": width,
        "shape_fit_": (1, width),
        "support_": np.arange(len(vectors), dtype=np.int32),
        "support_vectors_": np.ascontiguousarray(vectors, np.float64),
    }
    vars(model).update(fitted)
    scorer: Scorer = model.decision_function
    return scorer


CANDIDATE = Candidate(
    name="svm",
    help="support vector machine, radial kernel",
    scaled=True,
    defaults={"C": 1.0, "gamma": 0.25},
    space=space,
    fit=fit,
    rebuild=rebuild,
    calibrated=True,
)
