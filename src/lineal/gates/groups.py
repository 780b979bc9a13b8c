"""Groups of rows, and a metric of each with resamples of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lineal.learning.metrics import METRICS, measure_weighted, rank

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: The share of rows with a positive decision is compared between groups too.
POSITIVE_RATE = "positive_rate"
GROUP_METRICS = (*METRICS, POSITIVE_RATE)
NULL = "null"
# Weights of as many rows are in memory at once.
_MOST_WEIGHTS = 1 << 22
# With fewer resamples that can be measured, their spread says nothing.
_LEAST_SHARE = 0.9


class Resampling(NamedTuple):
    rounds: int
    seed: tuple[int, ...]


class Measure(NamedTuple):
    """A metric of a group, and of resamples of it."""

    value: float
    resampled: Floats


def labelled(values: pl.Series) -> list[str]:
    """The name of each row's group, from the values of an expression."""
    return [NULL if one is None else name_of(one) for one in values.to_list()]


def measure_group(
    metric: str, labels: Floats, scores: Floats, threshold: float, resampling: Resampling
) -> Measure | None:
    """None of what cannot be measured: precision where nothing is called positive."""
    if metric == POSITIVE_RATE:
        # Its accuracy is that of calling all positive: each such row is a hit.
        labels, metric = (scores >= threshold).astype(np.float64), "accuracy"
        threshold = -np.inf
    ranked, n = rank(labels, scores), len(labels)
    value = float(measure_weighted(ranked, np.ones((1, n)), threshold)[metric][0])
    generator = np.random.default_rng(resampling.seed)
    found = np.concatenate(
        [
            measure_weighted(ranked, _weights(generator, n, size), threshold)[metric]
            for size in _sizes(resampling.rounds, n)
        ]
    )
    is_known = np.isfinite(value) and np.isfinite(found).mean() >= _LEAST_SHARE
    return Measure(value, found) if is_known else None


def _weights(generator: np.random.Generator, n: int, size: int) -> Floats:
    """How often each row is drawn, for as many resamples."""
    drawn = [np.bincount(generator.integers(n, size=n), minlength=n) for _ in range(size)]
    return np.array(drawn, dtype=np.float64)


def _sizes(rounds: int, n: int) -> list[int]:
    at_once = max(1, min(rounds, _MOST_WEIGHTS // n))
    full, rest = divmod(rounds, at_once)
    return [at_once] * full + ([rest] if rest else [])


def name_of(value: object) -> str:
    """All digits of a number: two groups must not become one."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
