"""Cross-validation: every row is scored by a model that has not seen it, nor its whole fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lineal.base.errors import TableError
from lineal.learning.calibration import calibrate, sigmoid
from lineal.learning.metrics import RANKING, better, measure
from lineal.learning.preprocessing import apply_plan, fit_plan, width
from lineal.learning.workers import share_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lineal.learning.candidates.candidate import Candidate, Hyper, Learnt
    from lineal.learning.preprocessing import Coded, Plan

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

#: After so many folds a trial is compared with the best so far.
EARLY = 2


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

    ``by_fold`` has each metric's value in each fold. One that was ``stopped`` has only the first
    folds, and no scores for the others.
    """

    trial: Trial
    scores: Floats
    slope: float
    offset: float
    by_fold: Mapping[str, tuple[float, ...]]
    stopped: bool = False

    def mean(self, metric: str, folds: int | None = None) -> float:
        return float(np.mean(self.by_fold[metric][:folds]))


def try_all(data: Data, trials: Sequence[Trial]) -> list[Tried]:
    """All folds of all trials side by side."""
    parts = _scored(data, trials, range(data.folds))
    return [_tried(data, trial, part) for trial, part in zip(trials, parts, strict=True)]


def race(data: Data, trials: Sequence[Trial], best: Sequence[Tried], metric: str) -> list[Tried]:
    """Each against the best so far: who is behind after the first folds is stopped."""
    heads = _scored(data, trials, range(min(EARLY, data.folds)))
    early = [_tried(data, *pair) for pair in zip(trials, heads, strict=True)]
    behind = [
        better(known.mean(metric, EARLY), one.mean(metric), metric)
        for one, known in zip(early, best, strict=True)
    ]
    going = [place for place, late in enumerate(behind) if not late]
    rest = range(min(EARLY, data.folds), data.folds)
    tails = _scored(data, [trials[place] for place in going], rest)
    found = [one._replace(stopped=True) for one in early]
    for place, tail in zip(going, tails, strict=True):
        found[place] = _tried(data, trials[place], [*heads[place], *tail])
    return found


def _scored(data: Data, trials: Sequence[Trial], folds: range) -> list[list[Floats]]:
    """By trial, the values of each fold's rows."""
    work = [(trial, fold) for trial in trials for fold in folds]
    done = iter(share_out(lambda one: _out_of_fold(data, *one), work, data.workers))
    return [[next(done) for _ in folds] for _ in trials]


def learn(data: Data, trial: Trial, rows: Integers) -> tuple[Plan, Learnt]:
    """Preprocessing and model, from these rows alone."""
    candidate = trial.candidate
    plan = fit_plan(data.prepared, rows, scaled=candidate.scaled, min_count=data.min_count)
    if not width(plan):
        raise TableError(
            f"no text in {', '.join(map(repr, data.prepared))} has {data.min_count:,} of"
            f" {len(rows):,} rows, and the model sees nothing else",
            hint="lower 'train.min_count', or let it see other columns: 'features.columns'",
        )
    matrix = apply_plan(plan, data.prepared, rows)
    try:
        learnt = candidate.fit(matrix, data.labels[rows], trial.hyper, data.seed)
    except (ValueError, TypeError, OverflowError) as exc:
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


def _tried(data: Data, trial: Trial, parts: Sequence[Floats]) -> Tried:
    values = np.full(len(data.labels), np.nan)
    for fold, part in enumerate(parts):
        values[data.fold == fold] = part
    slope, offset = 1.0, 0.0
    if trial.candidate.calibrated:
        known = data.fold < len(parts)
        slope, offset = calibrate(values[known], data.labels[known])
        values = sigmoid(slope * values + offset)
    found = [
        measure(data.labels[data.fold == fold], values[data.fold == fold])
        for fold in range(len(parts))
    ]
    by_fold = {name: tuple(one[name] for one in found) for name in RANKING}
    return Tried(trial, values, slope, offset, by_fold)
