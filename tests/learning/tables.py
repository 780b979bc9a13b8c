"""A small table of students, whose purchases depend on what they did; and its recipe."""

from __future__ import annotations

import numpy as np
import polars as pl

from lineal.features.recipe import Feature, RawColumn, Recipe

NUMBERS = ("days", "minutes", "passed")


def students(rows: int = 400, seed: int = 1) -> pl.DataFrame:
    """Some minutes are missing, so are some countries; passed exams are whole numbers."""
    random = np.random.default_rng(seed)
    country = random.choice(["IN", "EG", "US", "", "XX"], rows, p=[0.4, 0.25, 0.2, 0.1, 0.05])
    days, passed = random.integers(1, 300, rows), random.poisson(1.0, rows)
    minutes = random.exponential(100, rows).round(1)
    logit = 0.02 * minutes + 0.9 * passed + (country == "EG") - 3.5
    bought = (random.random(rows) < 1 / (1 + np.exp(-1.5 * logit))).astype(np.int64)
    shown = [None if hidden else one for one, hidden in zip(minutes, days % 17 == 0, strict=True)]
    return pl.DataFrame(
        {
            "_row": np.arange(1, rows + 1),
            "country": [one or None for one in country.tolist()],
            "days": days,
            "minutes": shown,
            "passed": passed,
            "per_day": [
                None if one is None else one / day for one, day in zip(shown, days, strict=True)
            ],
            "bought": bought,
        }
    )


def recipe() -> Recipe:
    return Recipe(
        target="bought",
        inputs=(
            RawColumn(name="country", kind="text", nullable=True),
            RawColumn(name="days", kind="integer"),
            RawColumn(name="minutes", kind="number", nullable=True),
            RawColumn(name="passed", kind="integer"),
        ),
        features=(Feature(name="per_day", sql="minutes / days", type="number"),),
        columns=("country", "days", "minutes", "passed", "per_day"),
    )
