"""Promotions, refusals and rollbacks."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RefusedError, TargetError, UsageError
from lineal.registry.aliases import current, moves
from lineal.registry.moving import promote, roll_back
from tests.registry.scene import BAD, GOOD, OPEN, opened, registered

if TYPE_CHECKING:
    from lineal.gates.gate import Verdict


pytestmark = pytest.mark.usefixtures("project")


def _promote(name: str = "purchase", alias: str = "production", reason: str = "") -> str:
    with opened() as (ws, ledger):
        return promote(ws, ledger, name, alias, reason).version.name


def _roll_back(alias: str = "production") -> str:
    with opened() as (ws, ledger):
        return roll_back(ws, ledger, "purchase", alias, "").version.name


def _refused() -> list[tuple[str, list[str]]]:
    with opened() as (_, ledger):
        made = moves(ledger.store, "purchase")
    return [(one.outcome, one.payload["why"]) for one in made]


def test_a_version_whose_gates_passed_is_promoted() -> None:
    """Its alias points at it from then on."""
    version = registered(GOOD)
    _promote("purchase@1")
    with opened() as (_, ledger):
        found = current(ledger.store, "purchase")
    assert {"production": (1, version.bundle)} == found


@pytest.mark.parametrize(
    ("verdicts", "message"),
    [
        ((), "no gate has judged it"),
        ((GOOD, OPEN), "fairness/IN says inconclusive: it has no rows"),
        ((GOOD, BAD), "data_quality/violations says fail: 1 is not at most 0"),
    ],
)
def test_a_version_that_has_not_passed_is_refused(
    verdicts: tuple[Verdict, ...], message: str
) -> None:
    """Which is a fact as well."""
    registered(*verdicts)
    with pytest.raises(RefusedError, match=message):
        _promote("purchase@1")
    ((outcome, why),) = _refused()
    assert ("refused", True) == (outcome, why[0].startswith(message[:20]))


def test_a_version_whose_bytes_are_gone_is_refused() -> None:
    """Nothing could serve it."""
    registered(GOOD)
    shutil.rmtree("build/bundle")
    with pytest.raises(RefusedError, match="the bundle of purchase@1 is nowhere to be had"):
        _promote()
    assert "refused" == _refused()[0][0]


def test_what_a_fact_says_of_the_gates_is_not_believed() -> None:
    """The bundle itself is asked."""
    registered(GOOD, BAD)
    with opened() as (_, ledger):
        sql = "update versions set verdict = 'pass' returning num"
        ledger.store.select(sql, [])
    with pytest.raises(RefusedError, match="data_quality/violations says fail"):
        _promote()


def test_a_rollback_goes_to_where_it_pointed_before() -> None:
    """Twice goes further back."""
    for offset in (-1.0, -2.0, -3.0):
        registered(GOOD, offset=offset)
        _promote()
    assert ["purchase@2", "purchase@1"] == [_roll_back(), _roll_back()]


def test_a_clock_that_is_behind_moves_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The promotion is of a machine whose clock is ahead; the rollback comes after it."""
    for offset in (-1.0, -2.0):
        registered(GOOD, offset=offset)
        _promote()
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    _roll_back()
    with opened() as (_, ledger):
        assert 1 == current(ledger.store, "purchase")["production"].number


def test_there_is_nothing_before_the_first() -> None:
    """Nor before none."""
    registered(GOOD)
    with pytest.raises(TargetError, match="has no version that is production"):
        _roll_back()
    _promote()
    with pytest.raises(TargetError, match="production of purchase has been purchase@1 from the"):
        _roll_back()


def test_a_rollback_to_what_is_gone_is_refused() -> None:
    """An alias never points at what cannot be served."""
    for offset in (-1.0, -2.0):
        registered(GOOD, offset=offset)
        _promote()
    shutil.rmtree(".lineal/bundles")
    with pytest.raises(RefusedError, match="the bundle of purchase@1 is nowhere to be had"):
        _roll_back()
    with opened() as (_, ledger):
        assert 2 == current(ledger.store, "purchase")["production"].number


def test_promoting_what_is_there_already_says_nothing_new() -> None:
    """One move, one fact."""
    registered(GOOD)
    assert ["purchase@1"] * 2 == [_promote(), _promote()]
    assert 1 == len(_refused())


def test_aliases_are_apart_from_each_other() -> None:
    """A candidate is not in production."""
    for offset in (-1.0, -2.0):
        registered(GOOD, offset=offset)
        _promote(alias="candidate" if offset < -1 else "production")
    with opened() as (_, ledger):
        found = {name: one.number for name, one in current(ledger.store, "purchase").items()}
    assert {"production": 1, "candidate": 2} == found


@pytest.mark.parametrize("alias", ["7", "Production", "a b", "-x", "", "x" * 60])
def test_what_is_no_alias_is_refused(alias: str) -> None:
    """It could not be told from a number, or not be typed."""
    registered(GOOD)
    with pytest.raises(UsageError, match="cannot be an alias"):
        _promote(alias=alias)


def test_a_reason_that_looks_like_a_password_is_not_remembered() -> None:
    """Facts are for ever."""
    registered(GOOD)
    _promote(reason="see https://ann:hunter2@example.org/x")
    with opened() as (_, ledger):
        (made,) = moves(ledger.store, "purchase")
    assert "see https://ann:***@example.org/x" == made.payload["reason"]


def test_what_was_served_keeps_its_bytes() -> None:
    """A promotion puts them where the next run does not write."""
    version = registered(GOOD)
    _promote()
    assert [version.bundle] == os.listdir(".lineal/bundles")
