"""Training from a table: candidates are compared out of fold, the winner is fitted on all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lineal.learning.candidates.registry import find_candidate
from lineal.learning.crossing import Data, learn
from lineal.learning.fitted import Fitted, Model
from lineal.learning.folds import deal
from lineal.learning.labels import label_values, labels_of
from lineal.learning.metrics import better
from lineal.learning.one_thread import one_thread
from lineal.learning.predictor import as_probability, score_matrix
from lineal.learning.preprocessing import apply_plan, prepare
from lineal.learning.threshold import choose
from lineal.learning.tuning import Search, tune
from lineal.learning.workers import cores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from lineal.features.recipe import Recipe
    from lineal.learning.candidates.candidate import Hyper, Learnt
    from lineal.learning.crossing import Tried
    from lineal.learning.labels import Value
    from lineal.learning.threshold import Chosen
    from lineal.learning.tuning import Tuned

#: Of so many rows, evenly spread, the kept model must say the same as the fitted one.
_PROOF = 1000


class Settings(NamedTuple):
    """What is to be tried, and how it is judged."""

    candidates: Sequence[str]
    metric: str
    target_precision: float
    seed: int = 42
    folds: int = 5
    trials: int = 0
    min_count: int = 50
    hyper: Mapping[str, Hyper] = {}
    positive: Value | None = None
    workers: int | None = None


class Trained(NamedTuple):
    model: Model
    labels: NDArray[np.float64]
    fold: NDArray[np.int64]
    tuned: tuple[Tuned, ...]
    winner: Tuned
    threshold: Chosen


def train(frame: pl.DataFrame, recipe: Recipe, settings: Settings) -> Trained:
    negative, positive = label_values(frame, recipe.target, settings.positive)
    labels = labels_of(frame, recipe.target, negative, positive)
    data = Data(
        prepare(frame, recipe.columns),
        labels,
        deal(labels, settings.folds, settings.seed),
        settings.min_count,
        settings.seed,
        settings.workers or cores(),
    )
    search = Search(
        [find_candidate(name) for name in settings.candidates],
        settings.metric,
        settings.trials,
        settings.hyper,
    )
    with one_thread():
        tuned = tune(data, search)
        winner = _winner(tuned, settings.metric)
        threshold = choose(labels, winner.best.scores, settings.target_precision)
        model = _refit(data, winner.best, recipe, threshold, (negative, positive))
    return Trained(model, labels, data.fold, tuple(tuned), winner, threshold)


def _winner(tuned: Sequence[Tuned], metric: str) -> Tuned:
    """Of equal ones the first that was named."""
    best = tuned[0]
    for one in tuned[1:]:
        if better(one.best.mean(metric), best.best.mean(metric), metric):
            best = one
    return best


def _refit(
    data: Data, best: Tried, recipe: Recipe, threshold: Chosen, values: tuple[Value, Value]
) -> Model:
    candidate, hyper = best.trial
    rows = np.arange(len(data.labels))
    plan, learnt = learn(data, best.trial, rows)
    arrays = dict(learnt.arrays)
    if candidate.calibrated:
        arrays |= {"slope": np.asarray(best.slope), "offset": np.asarray(best.offset)}
    fitted = Fitted(
        family=candidate.name,
        plan=plan,
        hyper=dict(hyper),
        threshold=threshold.value,
        note=threshold.told(),
        negative=values[0],
        positive=values[1],
    )
    model = Model(recipe, fitted, arrays, learnt.texts)
    some = rows[:: max(1, len(rows) // _PROOF)]
    _prove_rebuilt(model, learnt, apply_plan(plan, data.prepared, some))
    return model


def _prove_rebuilt(model: Model, learnt: Learnt, matrix: NDArray[np.float64]) -> None:
    """What is kept of the model is all of it."""
    told = as_probability(model, learnt.score(matrix))
    if not np.array_equal(told, score_matrix(model, matrix)):
        raise AssertionError(f"{model.fitted.family}: the model of the arrays is another one")
