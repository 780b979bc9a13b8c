"""The model of `shared/reference/peers.md`: students, and a forest of 200 trees of depth 10.

``python -m benchmarks.serving.forest FOLDER`` writes ``students.csv``, ``row.json`` and ``bundle``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import polars as pl

from lineal.bundle.packing import Extras, draft, pack
from lineal.features.recipe import INTEGER, NUMBER, TEXT, RawColumn, Recipe
from lineal.learning.candidates.registry import find_candidate
from lineal.learning.fitted import Fitted, Model
from lineal.learning.preprocessing import apply_plan, fit_plan, prepare

STUDENTS, COUNTRIES, SEED = 17_761, 172, 42
TARGET = "purchased"
_HYPER = {"n_estimators": 200, "max_depth": 10}
_INPUTS = {
    "student_country": TEXT,
    "days_on_platform": INTEGER,
    "minutes_watched": NUMBER,
    "courses_started": INTEGER,
    "practice_exams_started": INTEGER,
    "minutes_spent_on_exams": NUMBER,
}


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = students()
    rows.drop("_row").write_csv(folder / "students.csv")
    one = rows.drop("_row", TARGET).row(0, named=True)
    (folder / "row.json").write_text(json.dumps(one), encoding="utf-8")
    model = fitted(rows)
    test = rows.head(200)
    gates = {"predicate": {"result": "PASSED"}}
    packed = pack(
        model, rows, test, draft(model, test), Extras(name=TARGET, gates=gates, golden=32)
    )
    bundle = folder / "bundle"
    bundle.mkdir()
    for name, data in packed.files.items():
        (bundle / name).write_bytes(data)


def students() -> pl.DataFrame:
    rng = np.random.default_rng(SEED)
    codes = np.array([f"{chr(65 + at // 26)}{chr(65 + at % 26)}" for at in range(COUNTRIES)])
    share = 1 / np.arange(1, COUNTRIES + 1)
    days = rng.integers(0, 400, STUDENTS)
    minutes = np.round(rng.gamma(0.7, 150.0, STUDENTS), 1)
    courses = rng.poisson(1.0 + minutes / 300, STUDENTS)
    exams = rng.poisson(minutes / 200, STUDENTS)
    spent = np.round(exams * rng.gamma(2.0, 8.0, STUDENTS), 2)
    odds = -4.2 + minutes / 160 + 0.2 * courses + 0.02 * spent - days / 400
    return pl.DataFrame(
        {
            "_row": np.arange(1, STUDENTS + 1),
            "student_country": rng.choice(codes, STUDENTS, p=share / share.sum()),
            "days_on_platform": days,
            "minutes_watched": minutes,
            "courses_started": courses,
            "practice_exams_started": exams,
            "minutes_spent_on_exams": spent,
            TARGET: (rng.random(STUDENTS) < 1 / (1 + np.exp(-odds))).astype(np.int64),
        }
    )


def fitted(rows: pl.DataFrame) -> Model:
    inputs = tuple(RawColumn(name=name, kind=kind) for name, kind in _INPUTS.items())
    recipe = Recipe(target=TARGET, inputs=inputs, features=(), columns=tuple(_INPUTS))
    candidate = find_candidate("forest")
    frame, every = prepare(rows, recipe.columns), np.arange(len(rows))
    plan = fit_plan(frame, every, scaled=True, min_count=1)
    labels = rows[TARGET].to_numpy().astype(np.float64)
    hyper = {**candidate.defaults, **_HYPER}
    learnt = candidate.fit(apply_plan(plan, frame, every), labels, hyper, SEED)
    said = Fitted(family="forest", plan=plan, hyper=hyper, threshold=0.5003, note="by hand")
    return Model(recipe, said, learnt.arrays, learnt.texts)


if __name__ == "__main__":
    write(Path(os.fspath(sys.argv[1])))
