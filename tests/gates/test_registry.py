"""Laws that hold for every gate there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from lineal.base.errors import TableError
from lineal.gates.document import dump, extend, load
from lineal.gates.gate import INCONCLUSIVE, PASS, Gate, Judged, overall
from lineal.gates.parity import Parity, ParitySettings, parity_verdicts
from lineal.gates.registry import GATES, judge_all, judge_one
from lineal.steps.params import made_params
from tests.gates.scene import TARGET, judged

if TYPE_CHECKING:
    from lineal.gates.gate import Verdict

_SETTINGS: dict[str, dict[str, Any]] = {
    "performance": {"roc_auc": {"at_least": 0.5}, "min_positives": 1},
    "data_quality": {},
    "fairness": {"group": "country", "max_disparity": 1.0, "rounds": 100},
    "robustness": {"max_flips": 1.0},
}


def _judge(name: str, judged: Judged) -> list[Verdict]:
    gate = GATES[name]
    return judge_one(name, gate, made_params(gate.settings, _SETTINGS[name]), judged)


@pytest.mark.parametrize("name", GATES)
def test_a_gate_that_sees_all_may_pass(name: str) -> None:
    """Its checks begin with its name."""
    found = _judge(name, judged())
    assert (PASS, {name}) == (overall(found), {one.check.partition("/")[0] for one in found})


@pytest.mark.parametrize("name", GATES)
def test_a_gate_that_sees_nothing_never_passes(name: str) -> None:
    """Not one of its checks does."""
    assert {INCONCLUSIVE} == {one.verdict for one in _judge(name, Judged(TARGET))}


@pytest.mark.parametrize("name", GATES)
def test_a_gate_says_the_same_of_the_same(name: str) -> None:
    """Byte for byte."""
    first, second = (msgspec.json.encode(_judge(name, judged())) for _ in range(2))
    assert first == second


def test_a_gate_that_says_nothing_is_inconclusive() -> None:
    """It was asked for nothing."""
    settings = made_params(GATES["performance"].settings, {})
    found = judge_one("performance", GATES["performance"], settings, judged())
    assert [("performance", INCONCLUSIVE)] == [(one.check, one.verdict) for one in found]


class _Asked(msgspec.Struct):
    performance: Any = None
    data_quality: Any = None
    fairness: Any = None
    robustness: Any = None


def _raising(error: Exception) -> Gate:
    def judge(_settings: object, _judged: Judged) -> list[Verdict]:
        raise error

    return Gate("", msgspec.Struct, judge)


def test_rows_that_cannot_be_judged_leave_the_others_to_be_judged() -> None:
    """The reason is in the verdict."""
    (found,) = judge_one("x", _raising(TableError("no column 'a'")), None, judged())
    assert (INCONCLUSIVE, "it could not be judged: no column 'a'") == (found.verdict, found.why)


def test_a_bug_in_a_gate_ends_the_step() -> None:
    """Then there is no document at all, and nothing to pass with."""
    with pytest.raises(ZeroDivisionError, match="oops"):
        judge_one("x", _raising(ZeroDivisionError("oops")), None, judged())


def test_a_model_of_which_no_gate_was_asked_is_not_known_to_be_good() -> None:
    """That parity finds nothing wrong later does not change it."""
    nothing = judge_all(_Asked(), judged())
    parity = parity_verdicts(ParitySettings(), Parity(rows=10, max_difference=0.0, flips=0))
    documents = [extend(dump(verdicts, {}), parity) for verdicts in (nothing, [])]
    assert [INCONCLUSIVE] * 3 == [overall(one) for one in (nothing, *map(load, documents))]
