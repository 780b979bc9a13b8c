"""Gradient-boosted trees by LightGBM, on one thread: the order of its sums is then always one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lightgbm
import numpy as np

from lineal.learning.candidates.booster import flatten
from lineal.learning.candidates.candidate import Candidate, Learnt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.learning.candidates.candidate import Arrays, Draws, Floats, Hyper, Scorer

BOOSTER = "booster.txt"
_FIXED = {
    "objective": "binary",
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
    # Missing values are filled before; zero is a number like any other.
    "use_missing": False,
    "zero_as_missing": False,
}


def space(draws: Draws) -> Hyper:
    return {
        "rounds": draws.suggest_int("rounds", 100, 300, step=50),
        "learning_rate": draws.suggest_float("learning_rate", 0.02, 0.1, log=True),
        "num_leaves": draws.suggest_int("num_leaves", 4, 31, log=True),
        "min_data_in_leaf": draws.suggest_int("min_data_in_leaf", 10, 100, log=True),
    }


def fit(matrix: Floats, labels: Floats, hyper: Hyper, seed: int) -> Learnt:
    settings = {name: value for name, value in hyper.items() if name != "rounds"}
    data = lightgbm.Dataset(matrix, labels, params={"verbosity": -1})
    try:
        model = lightgbm.train(_FIXED | {"seed": seed} | settings, data, hyper["rounds"])
    except lightgbm.basic.LightGBMError as exc:
        raise ValueError(str(exc)) from exc
    text = model.model_to_string()
    return Learnt(flatten(text), _scorer(model), {BOOSTER: text})


def rebuild(arrays: Arrays, texts: Mapping[str, str], width: int) -> Scorer:
    del arrays, width
    return _scorer(lightgbm.Booster(model_str=texts[BOOSTER]))


def _scorer(model: lightgbm.Booster) -> Scorer:
    def score(matrix: Floats) -> Floats:
        found: Floats = np.asarray(model.predict(matrix, num_threads=1), np.float64)
        return found

    return score


CANDIDATE = Candidate(
    name="lightgbm",
    help="gradient-boosted trees",
    scaled=False,
    defaults={"rounds": 200, "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 20},
    space=space,
    fit=fit,
    rebuild=rebuild,
)
