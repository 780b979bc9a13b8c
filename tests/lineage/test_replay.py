"""The verdict of a replay: the first thing that differs, in the order of the way."""

from __future__ import annotations

import pytest

from lineal.lineage.line import Rule
from lineal.lineage.replay import counts, judge
from lineal.receipts.receipt import Origin, Receipt

_RULE = Rule(0.5, 1, 0)
_THEN = {"onnxruntime": "1.31.0", "machine": "x86_64"}
_NOW = {"onnxruntime": "1.32.0", "machine": "x86_64"}


def _receipt(score: float, decision: int) -> Receipt:
    return Receipt(bytes(16), "/predict", {}, score, decision, Origin("e", "m@1", "ab", "w", _THEN))


@pytest.mark.parametrize(
    ("receipt", "score", "now", "verdict"),
    [
        (_receipt(0.7, 1), 0.7, _THEN, ("identical", None)),
        (_receipt(0.7, 1), 0.7, _NOW, ("identical", None)),
        (_receipt(0.7, 1), 0.7 + 1e-9, _THEN, ("within tolerance", "output")),
        (_receipt(0.7, 1), 0.7 + 1e-9, _NOW, ("within tolerance", "runtime")),
        (_receipt(0.7, 1), 0.8, _THEN, ("different", "output")),
        (_receipt(0.7, 1), 0.8, _NOW, ("different", "runtime")),
        (_receipt(0.7, 0), 0.7, _NOW, ("different", "decision rule")),
        (_receipt(0.5, 1), 0.5 - 1e-9, _THEN, ("different", "output")),
        (_receipt(float("nan"), 0), float("nan"), _THEN, ("identical", None)),
    ],
)
def test_the_first_that_differs_is_named(
    receipt: Receipt, score: float, now: dict[str, str], verdict: tuple[str, str | None]
) -> None:
    """Another runtime is a difference only when the answer is another; a decision always is."""
    found = judge(receipt, _RULE, score, 1e-6, now)
    assert verdict == (found.verdict, found.node)


def test_each_verdict_is_counted() -> None:
    """Those that none had, too."""
    found = [judge(_receipt(0.7, 1), _RULE, score, 1e-6, _THEN) for score in (0.7, 0.9)]
    assert {"identical": 1, "within tolerance": 0, "different": 1, "impossible": 0} == counts(found)
