"""What validate found, and whether there is something to learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lineal.gates.data_quality import GATE, Settings
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Verdict
from tests.gates.scene import CONTRACT, judged

_OF_CONTRACT = ("violations", "quarantined", "nulls", "constant")


def _found(settings: Settings, **more: Any) -> dict[str, Verdict]:
    verdicts = GATE.judge(settings, judged(**more))
    return {one.check.removeprefix("data_quality/"): one for one in verdicts}


def test_good_data_pass() -> None:
    """Each check of its own."""
    found = _found(Settings(max_nulls=0.2, min_positive_share=0.1))
    assert {(*_OF_CONTRACT, "positive_share"): {PASS}} == {
        tuple(found): {one.verdict for one in found.values()}
    }


@pytest.mark.parametrize(
    ("check", "changes", "measured"),
    [
        ("violations", {"violations": [{"rule": "r", "count": 2}, {"rule": "s", "count": 1}]}, 3),
        ("quarantined", {"quarantined": 4}, 4),
        ("nulls", {"columns": {"a": {"nulls": 300, "distinct": 5}}}, 0.3),
        ("constant", {"columns": {"a": {"nulls": 0, "distinct": 1}}}, 1),
    ],
)
def test_what_is_too_much_fails(check: str, changes: dict[str, Any], measured: float) -> None:
    """And no other check does."""
    found = _found(Settings(max_nulls=0.2), contract={**CONTRACT, **changes})
    failed = {name: one.measured for name, one in found.items() if one.verdict == FAIL}
    assert {check: measured} == failed


def test_the_rules_that_were_broken_are_named() -> None:
    """The most broken first."""
    broken = [{"rule": "a", "count": 1}, {"rule": "b", "count": 5}]
    found = _found(Settings(), contract={**CONTRACT, "violations": broken})
    assert "6 is not at most 0; 5 of 'b', 1 of 'a'" == found["violations"].why


@pytest.mark.parametrize(
    "contract",
    [
        None,
        {},
        {"violations": [{"rule": "a"}], "columns": {"a": {}}, "rows": 5},
        "good",
        {"violations": ["a"], "columns": {"a": 0}, "rows": 5},
    ],
)
def test_a_contract_that_says_nothing_never_passes(contract: object) -> None:
    """Nothing of what it ought to say."""
    found = _found(Settings(), contract=contract)
    assert [INCONCLUSIVE] * 4 == [found[check].verdict for check in _OF_CONTRACT]


@pytest.mark.parametrize("labels", [None, np.zeros(0), np.zeros(50), np.ones(50)])
def test_one_class_never_passes(labels: object) -> None:
    """There is nothing to learn; nor where nothing is."""
    found = _found(Settings(), training_labels=labels)
    assert INCONCLUSIVE == found["positive_share"].verdict


def test_too_few_positives_fail_where_that_is_sure() -> None:
    """With the interval of a share."""
    few, some = np.zeros(1000), np.zeros(100)
    few[:5] = some[:4] = 1
    settings = Settings(min_positive_share=0.05)
    assert [FAIL, INCONCLUSIVE] == [
        _found(settings, training_labels=labels)["positive_share"].verdict for labels in (few, some)
    ]
