"""Cross-validation: every row is scored by a model that has not seen it, nor its whole fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lineal.base.errors import TableError
from lineal.learning.calibration import calibrate, sigmoid
from lineal.learning.metrics import RANKING, measure
from lineal.learning.preprocessing import apply_plan, fit_plan
from lineal.learning.workers import share_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from lineal.learning.candidates.candidate import Candidate, Hyper, Learnt
    from lineal.learning.preprocessing import Coded, Plan

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


class Data(NamedTuple):
    """What is learnt from. ``fold`` says where each row is validated."""

    prepared: Mapping[str, Floats | Coded]
    labels: Floats
    fold: Integers
    min_count: int
    seed: int
    workers: int

    @property
    def folds(self) -> int:
        return int(self.fold.max()) + 1


class Trial(NamedTuple):
    """A candidate with hyper-parameters, to be tried."""

    candidate: Candidate
    hyper: Hyper


class Tried(NamedTuple):
    """``scores`` are out of fold, ``slope`` and ``offset`` what calibrated them, if they were.

    ``by_fold`` has each metric's value in each fold.
    """

    trial: Trial
    scores: Floats
    slope: float
    offset: float
    by_fold: Mapping[str, tuple[float, ...]]

    def mean(self, metric: str) -> float:
        return float(np.mean(self.by_fold[metric]))


def try_all(data: Data, trials: Iterable[Trial]) -> list[Tried]:
    """All folds of all trials side by side."""
    listed = list(trials)
    work = [(trial, fold) for trial in listed for fold in range(data.folds)]
    done = share_out(lambda one: _out_of_fold(data, *one), work, data.workers)
    parts = [done[at : at + data.folds] for at in range(0, len(done), data.folds)]
    return [_tried(data, trial, part) for trial, part in zip(listed, parts, strict=True)]


def learn(data: Data, trial: Trial, rows: Integers) -> tuple[Plan, Learnt]:
    """Preprocessing and model, from these rows alone."""
    candidate = trial.candidate
    plan = fit_plan(data.prepared, rows, scaled=candidate.scaled, min_count=data.min_count)
    matrix = apply_plan(plan, data.prepared, rows)
    try:
        learnt = candidate.fit(matrix, data.labels[rows], trial.hyper, data.seed)
    except (ValueError, TypeError) as exc:
        said = dict(trial.hyper)
        raise TableError(
            f"candidate '{candidate.name}' cannot be fitted with {said}: {exc}",
            hint="check 'train.hyper' in the params, and the columns that the model sees",
        ) from exc
    return plan, learnt


def _out_of_fold(data: Data, trial: Trial, fold: int) -> Floats:
    plan, learnt = learn(data, trial, np.flatnonzero(data.fold != fold))
    values = learnt.score(apply_plan(plan, data.prepared, np.flatnonzero(data.fold == fold)))
    if not np.isfinite(values).all():
        raise TableError(
            f"candidate '{trial.candidate.name}' gives scores that are no numbers",
            hint="leave it out of 'train.candidates', or check the columns that the model sees",
        )
    return values


def _tried(data: Data, trial: Trial, parts: Iterable[Floats]) -> Tried:
    values = np.empty(len(data.labels))
    for fold, part in enumerate(parts):
        values[data.fold == fold] = part
    slope, offset = 1.0, 0.0
    if trial.candidate.calibrated:
        slope, offset = calibrate(values, data.labels)
        values = sigmoid(slope * values + offset)
    found = [
        measure(data.labels[data.fold == fold], values[data.fold == fold])
        for fold in range(data.folds)
    ]
    by_fold = {name: tuple(one[name] for one in found) for name in RANKING}
    return Tried(trial, values, slope, offset, by_fold)
