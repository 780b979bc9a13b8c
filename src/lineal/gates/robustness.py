"""The gate of robustness: how many decisions a little noise in the raw numbers changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import numpy as np
import polars as pl
from msgspec import Meta

from lineal.gates.gate import Gate, Judged, Verdict
from lineal.gates.intervals import share_interval
from lineal.gates.judging import AT_MOST, Asked, Measured, judge, missing
from lineal.gates.scored import scored
from lineal.learning.metrics import measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lineal.gates.scored import Scored

    Score = Callable[[pl.DataFrame], NDArray[np.float64]]

_FLIPS, _DROP = "robustness/flips", "robustness/roc_auc_drop"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    noise: Annotated[
        float, Meta(gt=0, description="normal noise, in standard deviations of each raw number")
    ] = 0.05
    max_flips: Annotated[
        float, Meta(ge=0, le=1, description="the share of decisions that may change")
    ] = 0.02
    max_drop: Annotated[
        Annotated[float, Meta(ge=0)] | None,
        Meta(description="by how much ROC-AUC may fall; left out: not asked"),
    ] = None
    rounds: Annotated[int, Meta(ge=1, le=1000, description="of noise; the mean counts")] = 3
    seed: Annotated[int, Meta(ge=0, lt=2**31, description="of the noise")] = 42


class Columns(NamedTuple):
    """Which take noise, and the rows whose spread and range they have."""

    names: list[str]
    seen: pl.DataFrame


class Shaken(NamedTuple):
    """Means over the rounds."""

    flips: float
    roc_auc: float


def judge_robustness(settings: Settings, judged: Judged) -> list[Verdict]:
    asked, found = Asked(AT_MOST, settings.max_flips), scored(judged)
    n = len(found.rows)
    if judged.score is None:
        return [missing(_FLIPS, "the model is not here", asked, n=n)]
    columns = numeric_columns(found.rows, judged.target)
    if not columns:
        return [missing(_FLIPS, "no raw column is a number, so none takes noise", asked, n=n)]
    seen = found.rows if judged.training is None else judged.training
    shaken = _shake(settings, found, judged.score, Columns(columns, seen))
    flips = Measured(shaken.flips, n, share_interval(shaken.flips * n, n))
    verdicts = [judge(_FLIPS, asked, flips, f"noise on {', '.join(columns)}")]
    if settings.max_drop is not None:
        drop = _roc_auc(found, found.scores) - shaken.roc_auc
        verdicts.append(judge(_DROP, Asked(AT_MOST, settings.max_drop), Measured(drop, n)))
    return verdicts


def numeric_columns(rows: pl.DataFrame, target: str) -> list[str]:
    return [name for name, dtype in rows.schema.items() if dtype.is_numeric() and name != target]


def with_noise(
    rows: pl.DataFrame, columns: Columns, noise: float, generator: np.random.Generator
) -> pl.DataFrame:
    """Missing stays missing, whole numbers stay whole, and nothing leaves what was seen."""
    return rows.with_columns(
        [_noisy(rows[name], columns.seen[name], noise, generator) for name in columns.names]
    )


def _noisy(
    values: pl.Series, seen: pl.Series, noise: float, generator: np.random.Generator
) -> pl.Series:
    drawn = generator.standard_normal(len(values))
    known = seen.cast(pl.Float64).drop_nulls().to_numpy()
    if not len(known):
        return values
    deviation = float(np.std(known)) * noise
    moved = values.cast(pl.Float64).to_numpy() + drawn * deviation
    if values.dtype.is_integer():
        moved = np.rint(moved)
    moved = np.clip(moved, known.min(), known.max())
    return pl.Series(values.name, moved).fill_nan(None).cast(values.dtype)


def _shake(settings: Settings, found: Scored, score: Score, columns: Columns) -> Shaken:
    generator = np.random.default_rng(settings.seed)
    before = found.scores >= found.threshold
    flips, ranks = [], []
    for _ in range(settings.rounds):
        scores = score(with_noise(found.rows, columns, settings.noise, generator))
        # A score that is no number is another decision.
        flips.append(np.mean(((scores >= found.threshold) != before) | np.isnan(scores)))
        ranks.append(_roc_auc(found, scores))
    return Shaken(float(np.mean(flips)), float(np.mean(ranks)))


def _roc_auc(found: Scored, scores: NDArray[np.float64]) -> float:
    return measure(found.labels, scores)["roc_auc"]


GATE = Gate(
    help="A little noise in the raw numbers changes few decisions.",
    settings=Settings,
    judge=judge_robustness,
)
