"""A short search for hyper-parameters: defaults first, then what Optuna suggests, in rounds.

A round tries one setting of each family that has trials left, side by side; one that is behind its
family's best after the first folds is stopped. A family's study sees only its own results, so that
which others are tried, and how fast, changes nothing.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.learning.crossing import EARLY, Trial, race, try_all
from lineal.learning.metrics import METRICS, better

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import optuna

    from lineal.learning.candidates.candidate import Candidate, Hyper
    from lineal.learning.crossing import Data, Tried

_RANDOM_FIRST = 3


class Search(NamedTuple):
    """``trials`` are spread over the candidates; ``fixed`` is by candidate what is not drawn."""

    candidates: Sequence[Candidate]
    metric: str
    trials: int
    fixed: Mapping[str, Hyper]


class Tuned(NamedTuple):
    """``tries`` are the defaults, and the trials after them."""

    best: Tried
    tries: tuple[Tried, ...]


def tune(data: Data, search: Search) -> list[Tuned]:
    tries = [[one] for one in try_all(data, [_default(one, search) for one in search.candidates])]
    studies = _studies(data, search, tries) if search.trials else []
    for start in range(0, search.trials, max(1, len(studies))):
        asked = [
            (place, study.ask()) for place, study in enumerate(studies[: search.trials - start])
        ]
        drawn = [_drawn(search, search.candidates[place], trial) for place, trial in asked]
        best = [_best(tries[place], search.metric) for place, _ in asked]
        raced = race(data, drawn, best, search.metric)
        for (place, trial), tried, known in zip(asked, raced, best, strict=True):
            studies[place].tell(trial, _value(tried, known, search.metric))
            tries[place].append(tried)
    return [Tuned(_best(some, search.metric), tuple(some)) for some in tries]


def _value(tried: Tried, best: Tried, metric: str) -> float:
    """Of one that was stopped: as far from the best as it was in the folds both have."""
    if not tried.stopped:
        return tried.mean(metric)
    return best.mean(metric) + tried.mean(metric) - best.mean(metric, EARLY)


def _best(tries: Sequence[Tried], metric: str) -> Tried:
    """Of equal ones the first."""
    best = tries[0]
    for one in tries[1:]:
        if not one.stopped and better(one.mean(metric), best.mean(metric), metric):
            best = one
    return best


def _default(candidate: Candidate, search: Search) -> Trial:
    return Trial(candidate, {**candidate.defaults, **search.fixed.get(candidate.name, {})})


def _drawn(search: Search, candidate: Candidate, trial: optuna.Trial) -> Trial:
    fixed = search.fixed.get(candidate.name, {})
    return Trial(candidate, {**candidate.space(trial), **fixed})


def _studies(data: Data, search: Search, tries: Sequence[Sequence[Tried]]) -> list[optuna.Study]:
    import optuna  # deferred: not for a training without a search

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    studies = []
    for candidate, known in zip(search.candidates, tries, strict=True):
        seed = (data.seed ^ zlib.crc32(candidate.name.encode())) & 0x7FFFFFFF
        sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=_RANDOM_FIRST)
        study = optuna.create_study(
            sampler=sampler, direction="maximize" if METRICS[search.metric] else "minimize"
        )
        defaults: dict[str, Any] = dict(candidate.defaults)
        study.enqueue_trial(defaults)
        first = study.ask()
        candidate.space(first)
        study.tell(first, known[0].mean(search.metric))
        studies.append(study)
    return studies
