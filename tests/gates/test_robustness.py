"""A little noise changes few decisions."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Verdict
from lineal.gates.registry import judge_one
from lineal.gates.robustness import GATE, Columns, Settings, with_noise
from tests.gates.scene import frame, judged


def _found(settings: Settings, **more: Any) -> list[Verdict]:
    return judge_one("robustness", GATE, settings, judged(**more))


@pytest.mark.parametrize(("noise", "verdict"), [(0.001, PASS), (3.0, FAIL)])
def test_more_noise_flips_more_decisions(noise: float, verdict: str) -> None:
    """Much of it makes them a guess."""
    (found,) = _found(Settings(noise=noise))
    assert verdict == found.verdict


def test_a_drop_of_ranking_is_judged_where_it_is_asked() -> None:
    """Noise as large as the spread costs much of it."""
    found = _found(Settings(noise=2.0, max_flips=1.0, max_drop=0.01))
    assert {"robustness/flips": PASS, "robustness/roc_auc_drop": FAIL} == {
        one.check: one.verdict for one in found
    }


def test_scores_that_are_no_numbers_are_flips() -> None:
    """A model that breaks under noise is not robust."""
    (found,) = _found(Settings(), score=lambda rows: np.full(len(rows), np.nan))
    assert (FAIL, 1.0) == (found.verdict, found.measured)


def test_noise_respects_what_a_column_is() -> None:
    """Missing stays missing, whole numbers whole, and the range is what was seen."""
    rows = frame(100).with_columns(
        pl.when(pl.col("started") == 1).then(None).otherwise(pl.col("minutes")).alias("minutes")
    )
    columns = Columns(["minutes", "started"], rows)
    noisy = with_noise(rows, columns, 1.0, np.random.default_rng(1))
    assert (rows.schema, rows["minutes"].null_count(), True, True) == (
        noisy.schema,
        noisy["minutes"].null_count(),
        noisy["minutes"].max() == rows["minutes"].max(),
        set(noisy["started"]) <= {0, 1, 2, 3},
    )


def test_the_target_takes_no_noise() -> None:
    """It is no input."""
    (found,) = _found(Settings())
    assert found.why.endswith("noise on minutes, started")


@pytest.mark.parametrize(
    "more",
    [
        {"rows": frame().with_columns(pl.col("minutes", "started").cast(pl.String))},
        {"score": None},
        {"scores": None},
        {"labels": None},
        {"threshold": None},
        {"rows": frame().clear(), "labels": np.zeros(0), "scores": np.zeros(0)},
    ],
)
def test_what_is_missing_never_passes(more: dict[str, Any]) -> None:
    """Rows, numbers, scores or the model."""
    assert [INCONCLUSIVE] == [one.verdict for one in _found(Settings(), **more)]


def test_the_same_seed_gives_the_same_noise() -> None:
    """The document is the same bytes."""
    assert _found(Settings(noise=0.5)) == _found(Settings(noise=0.5))
