"""Metrics against what is asked of them."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.base.errors import DocumentError
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS
from lineal.gates.performance import GATE
from lineal.steps.params import made_params
from tests.gates.scene import METRICS, judged


def _verdicts(settings: dict[str, Any], **more: Any) -> dict[str, str]:
    found = GATE.judge(made_params(GATE.settings, settings), judged(**more))
    return {one.check: one.verdict for one in found}


def test_each_metric_that_is_asked_has_a_verdict() -> None:
    """By its own threshold; what is not asked is not judged."""
    found = _verdicts(
        {"roc_auc": {"at_least": 0.9}, "precision": {"at_least": 0.95}, "brier": {"at_most": 0.1}}
    )
    assert {
        "performance/roc_auc": PASS,
        "performance/precision": FAIL,
        "performance/brier": PASS,
    } == found


def test_two_limits_are_two_verdicts() -> None:
    """Too good may be wrong too."""
    found = _verdicts({"roc_auc": {"at_least": 0.9, "at_most": 0.9}})
    assert {"performance/roc_auc": PASS, "performance/roc_auc/at_most": FAIL} == found


@pytest.mark.parametrize(
    "metrics",
    [
        None,
        {},
        {"rows": 1000},
        {"roc_auc": {"low": 0.9, "high": 1.0}, "rows": 1000},
        {"roc_auc": {"value": None}, "rows": 1000},
        {"roc_auc": {"value": float("nan")}, "rows": 1000},
        {"roc_auc": "good", "rows": 1000},
        {"roc_auc": True},
        {"roc_auc": {"value": 0.99}, "rows": 0},
        "good",
        ["roc_auc"],
    ],
)
def test_a_metric_that_is_missing_never_passes(metrics: object) -> None:
    """Nor one that is no number, or of no rows."""
    found = _verdicts({"roc_auc": {"at_least": 0.5}}, metrics=metrics)
    assert {"performance/roc_auc": INCONCLUSIVE} == found


def test_a_metric_that_nothing_is_asked_of_never_passes() -> None:
    """Somebody forgot the number."""
    assert {"performance/roc_auc": INCONCLUSIVE} == _verdicts({"roc_auc": {}})


@pytest.mark.parametrize(("least", "verdict"), [(50, PASS), (91, FAIL)])
def test_positives_are_counted(least: int, verdict: str) -> None:
    """Few of them make every metric a guess."""
    assert {"performance/positives": verdict} == _verdicts({"min_positives": least})


def test_the_interval_may_have_to_pass_as_a_whole() -> None:
    """Its lower end is below."""
    asked = {"precision": {"at_least": 0.8}}
    assert [{"performance/precision": PASS}, {"performance/precision": INCONCLUSIVE}] == [
        _verdicts(asked),
        _verdicts({**asked, "confidence": "bound"}),
    ]


def test_a_metric_there_is_not_is_an_error() -> None:
    """With the one that was meant."""
    with pytest.raises(DocumentError, match="roc_acu: is not a parameter; did you mean 'roc_auc'"):
        made_params(GATE.settings, {"roc_acu": {"at_least": 0.9}})


def test_what_is_measured_is_told_with_its_interval() -> None:
    """And with how many rows it rests on."""
    (found,) = GATE.judge(made_params(GATE.settings, {"roc_auc": {"at_least": 0.9}}), judged())
    expected = METRICS["roc_auc"]
    assert isinstance(expected, dict)
    assert (0.95, (expected["low"], expected["high"]), 0.9, 1000) == (
        found.measured,
        found.interval,
        found.threshold,
        found.n,
    )
