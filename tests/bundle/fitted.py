"""A small table and a fitted model of each family, without the search that training does."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from lineal.features.recipe import RawColumn, Recipe
from lineal.learning.candidates.registry import CANDIDATES, find_candidate
from lineal.learning.fitted import Fitted, Model
from lineal.learning.preprocessing import apply_plan, fit_plan, prepare

if TYPE_CHECKING:
    from lineal.features.recipe import Feature

FAMILIES = CANDIDATES
HYPER = {"forest": {"n_estimators": 12, "max_depth": 6}, "lightgbm": {"rounds": 15}}
COUNTRIES = ("IN", "EG", "US", "DE", "")


def table(rows: int = 400, seed: int = 1) -> pl.DataFrame:
    """Students with gaps, and many alike: equal rows, whole numbers, zeros."""
    rng = np.random.default_rng(seed)
    minutes = np.where(rng.random(rows) < 0.3, 0.0, rng.gamma(1.0, 150.0, rows))
    courses = rng.integers(0, 6, rows)
    chance = 1 / (1 + np.exp(3.0 - minutes / 120 - 0.3 * courses))
    gaps = rng.random(rows) < 0.1
    return pl.DataFrame(
        {
            "_row": np.arange(1, rows + 1),
            "country": rng.choice(COUNTRIES, rows, p=(0.4, 0.3, 0.15, 0.1, 0.05)),
            "minutes": pl.Series(
                [None if gap else m for gap, m in zip(gaps, minutes, strict=True)]
            ),
            "courses": courses,
            "paying": pl.Series(rng.random(rows) < 0.2),
            "purchased": (rng.random(rows) < chance).astype(np.int64),
        }
    ).with_columns(pl.col("country").replace("", None))


def recipe(features: tuple[Feature, ...] = (), columns: tuple[str, ...] = ()) -> Recipe:
    return Recipe(
        target="purchased",
        inputs=(
            RawColumn(name="country", kind="text", nullable=True),
            RawColumn(name="minutes", kind="number", nullable=True),
            RawColumn(name="courses", kind="integer"),
            RawColumn(name="paying", kind="boolean"),
        ),
        features=features,
        columns=columns
        or ("country", "minutes", "courses", "paying", *(one.name for one in features)),
    )


@cache
def model(family: str, features: tuple[Feature, ...] = (), columns: tuple[str, ...] = ()) -> Model:
    """Fitted once for each test process. ``columns`` are those that it sees; usually all."""
    frame, made = table(), recipe(features, columns)
    if features:
        from lineal.features.compute import add_features  # deferred: few tests have features

        frame = add_features(frame, made)
    candidate = find_candidate(family)
    prepared, rows = prepare(frame, made.columns), np.arange(len(frame))
    plan = fit_plan(prepared, rows, scaled=candidate.scaled, min_count=5)
    matrix = apply_plan(plan, prepared, rows)
    labels = frame["purchased"].to_numpy().astype(np.float64)
    hyper = {**candidate.defaults, **HYPER.get(family, {})}
    learnt = candidate.fit(matrix, labels, hyper, 7)
    arrays = dict(learnt.arrays)
    if candidate.calibrated:
        arrays |= {"slope": np.asarray(1.3), "offset": np.asarray(-0.2)}
    fitted = Fitted(family=family, plan=plan, hyper=hyper, threshold=0.437219, note="by hand")
    return Model(made, fitted, arrays, learnt.texts)
