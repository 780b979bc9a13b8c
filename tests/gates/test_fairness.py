"""A metric is about the same in all groups of rows, or it is not known."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from lineal.gates.fairness import GATE, Settings
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Verdict
from lineal.gates.registry import judge_one
from tests.gates.scene import TARGET, frame, judged

_COUNTRIES: dict[str, Any] = {
    "group": "country",
    "groups": ("IN", "EG"),
    "min_rows": 50,
    "rounds": 100,
}


def _found(rows: pl.DataFrame | None = None, /, **settings: Any) -> dict[str, Verdict]:
    asked = Settings(**{**_COUNTRIES, "max_disparity": 0.2, **settings})
    verdicts = judge_one("fairness", GATE, asked, judged(rows))
    return {one.check.removeprefix("fairness/"): one for one in verdicts}


def _said(found: dict[str, Verdict]) -> dict[str, str]:
    return {check: one.verdict for check, one in found.items()}


def test_groups_that_are_alike_pass() -> None:
    """Each is told with its own value."""
    assert {"IN": PASS, "EG": PASS, "disparity": PASS} == _said(_found(max_disparity=0.3))


def test_groups_that_are_far_apart_fail() -> None:
    """One is served worse: every fifth of IN is another, none of EG."""
    found = _found(max_disparity=0.05)["disparity"]
    low, high = found.interval or (0, 0)
    assert (FAIL, True) == (found.verdict, 0.05 < low < (found.measured or 0) < high)


@pytest.mark.parametrize(
    "metric", ["accuracy", "precision", "recall", "f1", "positive_rate", "log_loss", "brier"]
)
def test_each_metric_is_compared_as_it_is_defined(metric: str) -> None:
    """By hand, for the two groups."""
    rows = frame()
    found = _found(rows, metric=metric)
    by_hand = {
        name: _by_hand(metric, rows.filter(pl.col("country") == name)) for name in ("IN", "EG")
    }
    for name, expected in by_hand.items():
        assert found[name].measured == pytest.approx(expected)
    assert found["disparity"].measured == pytest.approx(abs(by_hand["IN"] - by_hand["EG"]))


def _by_hand(metric: str, rows: pl.DataFrame) -> float:
    labels, scores = rows[TARGET].to_numpy(), rows["minutes"].to_numpy() / 100
    said = scores >= 0.5
    hits = float((said & (labels == 1)).sum())
    true, called = float((labels == 1).sum()), float(said.sum())
    values = {
        "accuracy": float((said == (labels == 1)).mean()),
        "precision": hits / called,
        "recall": hits / true,
        "f1": 2 * hits / (true + called),
        "positive_rate": float(said.mean()),
        "log_loss": float(-np.where(labels == 1, np.log(scores), np.log1p(-scores)).mean()),
        "brier": float(((scores - labels) ** 2).mean()),
    }
    return values[metric]


def test_a_group_that_is_too_small_leaves_it_open() -> None:
    """It says how many rows it takes."""
    found = _found(min_rows=201)
    assert ({"IN": INCONCLUSIVE, "EG": INCONCLUSIVE, "disparity": INCONCLUSIVE}, 201) == (
        _said(found),
        found["IN"].needed,
    )


def test_a_group_that_is_listed_and_not_there_leaves_it_open() -> None:
    """Whatever the others are like."""
    found = _said(_found(groups=("IN", "EG", "US"), max_disparity=0.5))
    assert {"IN": PASS, "EG": PASS, "US": INCONCLUSIVE, "disparity": INCONCLUSIVE} == found


def test_what_is_too_far_apart_already_fails_whoever_is_missing() -> None:
    """Another group cannot bring the others nearer."""
    assert FAIL == _said(_found(groups=("IN", "EG", "US"), max_disparity=0.05))["disparity"]


def test_rows_of_no_listed_group_leave_it_open() -> None:
    """They are not left out in silence."""
    found = _found(groups=("IN",), max_disparity=0.5)
    assert ({"IN": PASS, "unlisted": INCONCLUSIVE, "disparity": INCONCLUSIVE}, 200) == (
        _said(found),
        found["unlisted"].n,
    )


def test_missing_values_are_a_group() -> None:
    """Of which nothing is known, unless it is listed."""
    rows = frame().with_columns(
        pl.when(pl.col("started") == 0).then(None).otherwise(pl.col("country")).alias("country")
    )
    listed = _said(_found(rows, groups=("IN", "EG", "null"), max_disparity=0.9))
    assert ("unlisted" in _said(_found(rows)), PASS) == (True, listed["null"])


def test_without_a_list_every_group_that_is_found_is_judged() -> None:
    """By name."""
    assert ["EG", "IN", "disparity"] == list(_found(groups=()))


def test_a_group_of_one_class_cannot_be_measured() -> None:
    """ROC-AUC needs both."""
    rows = frame().with_columns(
        pl.when(pl.col("country") == "IN").then(1).otherwise(pl.col(TARGET)).alias(TARGET)
    )
    assert {"IN": INCONCLUSIVE, "EG": PASS, "disparity": INCONCLUSIVE} == _said(_found(rows))


def test_groups_may_be_numbers_and_truths() -> None:
    """As an expression gives them."""
    numbers = _found(group="started", groups=(0, 1, 2, 3), max_disparity=0.9)
    truths = _found(group="minutes > 10", groups=(True, False), min_rows=2, metric="accuracy")
    assert (["0", "1", "2", "3"], ["true", "false"]) == (list(numbers)[:-1], list(truths)[:-1])


@pytest.mark.parametrize("group", ["contry", "country +", "country = 5"])
def test_an_expression_that_cannot_be_computed_never_passes(group: str) -> None:
    """The reason is told."""
    assert {"fairness": INCONCLUSIVE} == _said(_found(group=group))


@pytest.mark.parametrize(
    "other",
    [
        {"scores": None},
        {"scores": np.zeros(3)},
        {"scores": np.full(400, np.nan)},
        {"labels": np.full(400, np.nan)},
        {"threshold": np.nan},
    ],
)
def test_predictions_that_are_none_never_pass(other: dict[str, Any]) -> None:
    """Nor do those of other rows."""
    asked = Settings(group="country", max_disparity=0.9, metric="positive_rate")
    (found,) = judge_one("fairness", GATE, asked, judged(**other))
    assert INCONCLUSIVE == found.verdict


def test_a_group_that_is_listed_twice_is_one() -> None:
    """With itself it agrees, which says nothing."""
    rows = frame().with_columns(pl.lit("IN").alias("country"))
    found = _found(rows, groups=("IN", "IN"))
    assert {"IN": PASS, "disparity": INCONCLUSIVE} == _said(found)


def test_numbers_that_are_nearly_the_same_are_two_groups() -> None:
    """Such as codes of regions, in a column of numbers."""
    code = pl.when(pl.col("country") == "IN").then(1000001.0).otherwise(1000002.0)
    found = _found(frame().with_columns(code.alias("country")), groups=(), max_disparity=0.05)
    assert {"1000001": PASS, "1000002": PASS, "disparity": FAIL} == _said(found)


def test_an_expression_that_is_nearly_a_key_gives_no_groups() -> None:
    """A verdict for each row would be no document that anybody reads."""
    wanted = tuple(f"group {nth}" for nth in range(1001))
    found = _found(groups=wanted)["fairness"]
    assert (INCONCLUSIVE, True) == (found.verdict, "1,001 groups are too many" in found.why)


def test_the_same_seed_gives_the_same_interval() -> None:
    """The document is the same bytes."""
    assert _found() == _found()
