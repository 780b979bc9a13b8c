"""What training found, as a document and as lines for a person. Pure, and without a clock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from lineal.learning.metrics import METRICS, RANKING

if TYPE_CHECKING:
    from lineal.learning.training import Trained
    from lineal.learning.tuning import Tuned

_DIGITS = 4


def report(trained: Trained, metric: str) -> dict[str, Any]:
    """``training.json``."""
    chosen, winner = trained.threshold, trained.winner.best
    return {
        "metric": metric,
        "winner": winner.trial.candidate.name,
        "rows": len(trained.labels),
        "positives": int(trained.labels.sum()),
        "folds": int(trained.fold.max()) + 1,
        "threshold": {
            "value": chosen.value,
            "target_precision": chosen.target,
            "reached": chosen.reached,
            "precision": None if math.isnan(chosen.precision) else chosen.precision,
            "recall": chosen.recall,
        },
        "out_of_fold": {name: winner.mean(name) for name in RANKING},
        # A list, so that tables of metrics show the winner's alone.
        "candidates": [_candidate(one) for one in trained.tuned],
    }


def lines(trained: Trained, metric: str) -> tuple[str, ...]:
    """A table of the candidates, the best first; then the threshold."""
    rows = [("candidate", *RANKING, "tries"), *(_row(one) for one in _ranked(trained, metric))]
    wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    table = [
        "  ".join(
            word.ljust(size) if not place else word.rjust(size)
            for place, (word, size) in enumerate(zip(row, wide, strict=True))
        ).rstrip()
        for row in rows
    ]
    name = trained.winner.best.trial.candidate.name
    folds = int(trained.fold.max()) + 1
    told = (
        f"{name} has the best {metric} over {folds} folds; fitted on {len(trained.labels):,} rows"
    )
    chosen = trained.threshold
    warning = "" if chosen.reached else "warning: "
    return *table, told, f"{warning}threshold {chosen.value:.4f}: {chosen.told()}"


def _candidate(tuned: Tuned) -> dict[str, Any]:
    best = tuned.best
    found: dict[str, Any] = {
        name: {
            "mean": best.mean(name),
            "std": float(np.std(best.by_fold[name])),
            "by_fold": list(best.by_fold[name]),
        }
        for name in RANKING
    }
    name = best.trial.candidate.name
    return {"name": name, **found, "hyper": dict(best.trial.hyper), "tries": len(tuned.tries)}


def _ranked(trained: Trained, metric: str) -> list[Tuned]:
    """The winner first, then by the metric."""

    def place(one: Tuned) -> tuple[bool, float]:
        mean = one.best.mean(metric)
        return one is not trained.winner, -mean if METRICS[metric] else mean

    return sorted(trained.tuned, key=place)


def _row(tuned: Tuned) -> tuple[str, ...]:
    best = tuned.best
    shown = (f"{best.mean(name):.{_DIGITS}f}" for name in RANKING)
    return best.trial.candidate.name, *shown, str(len(tuned.tries))
