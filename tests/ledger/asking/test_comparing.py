"""States side by side: only what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import LedgerError
from lineal.ledger.asking.changes import ABSENT, Change, changes
from lineal.ledger.asking.comparing import compare_states
from lineal.ledger.asking.differing import difference, used_paths
from lineal.ledger.asking.history import metric_histories
from lineal.ledger.asking.states import state_of_execution, state_of_run
from tests.ledger.builder import Builder, oid

if TYPE_CHECKING:
    from lineal.ledger.asking.state import State
    from lineal.ledger.stores.port import Store

COMMON: dict[str, Any] = {"uses": {"clean.csv": "c1"}, "makes": {"model": "m1"}}


@pytest.fixture
def build(store: Store) -> Builder:
    return Builder(store)


def two_runs(build: Builder) -> tuple[State, State]:
    """The second skips what the first prepared, and trains at another rate."""
    with build.run(commit="a" * 40, environment=build.environment(python="3.11")) as first:
        build.execution("prepare", uses={"raw": "r1"}, makes={"clean.csv": "c1"})
        build.execution("train", params={"lr": 0.1}, metrics={"auc": 0.8, "n": 5}, **COMMON)
    with build.run(commit="a" * 40, environment=build.environment(python="3.12")) as second:
        build.skipped("prepare")
        build.execution("train", params={"lr": 0.2}, metrics={"auc": 0.9, "n": 5}, **COMMON)
    return tuple(  # type: ignore[return-value]
        state_of_run(build.store, one.id, label) for one, label in ((first, "A"), (second, "B"))
    )


def test_what_a_run_skipped_is_part_of_its_state(build: Builder) -> None:
    """As the last execution before had left it."""
    _, second = two_runs(build)

    assert [("prepare", False), ("train", True)] == [(one.stage, one.here) for one in second.stages]


def test_a_run_says_by_entry_what_it_skipped(build: Builder) -> None:
    """Another branch may have executed the stage since: the last one is not the one."""
    entries = {"old": "01" * 16, "new": "02" * 16}
    old = build.execution("prepare", entry=entries["old"])
    build.execution("prepare", entry=entries["new"])
    with build.run(entries={"prepare": entries["old"]}) as run:
        build.skipped("prepare")

    assert [old] == [one.id for one in state_of_run(build.store, run.id, "A").stages]


def test_only_what_differs(build: Builder) -> None:
    """A value that both have alike is not there, nor what both read and made."""
    found = compare_states(two_runs(build))

    assert {"lr": (0.1, 0.2)} == {row.key: row.values for row in found["params"]}
    assert {"auc": (0.8, 0.9)} == {row.key: row.values for row in found["metrics"]}
    assert {"python": ("3.11", "3.12")} == {row.key: row.values for row in found["environment"]}
    assert ["params", "metrics", "environment", "seconds"] == list(found)


def test_everything_on_demand(build: Builder) -> None:
    """Also what is the same."""
    found = compare_states(two_runs(build), equal=True)

    assert ["auc", "n"] == [row.key for row in found["metrics"]]
    assert {"raw": (oid("r1"), oid("r1"))} == {row.key: row.values for row in found["inputs"]}


def test_what_one_lacks_is_absent(build: Builder) -> None:
    """Not the same as a value of nothing."""
    one = build.execution("train", params={"a": None})
    other = build.execution("train", params={})
    states = [state_of_execution(build.store, id_, "x") for id_ in (one, other)]

    assert (Change("a", None, ABSENT),) == difference(*states)["params"]


def test_code_is_looked_for_among_what_was_used(build: Builder) -> None:
    """URLs are in no repository."""
    id_ = build.execution("get", uses={"src/get.py": "g", "s3://bucket/key": "etag:1"})
    state = state_of_execution(build.store, id_, "x")

    assert ["src/get.py"] == used_paths(state)


def test_histories_go_up_to_what_is_compared(build: Builder) -> None:
    """Oldest first; what came later is not part of it."""
    states = two_runs(build)
    build.execution("train", metrics={"auc": 0.1})

    assert {"auc": [0.8, 0.9], "n": [5.0, 5.0]} == metric_histories(build.store, states)


def test_a_run_that_was_redacted_is_no_state(build: Builder) -> None:
    """The error names what was asked for."""
    with pytest.raises(LedgerError, match="'run:x' is not in the ledger any more"):
        state_of_run(build.store, bytes(16), "run:x")


def test_true_is_not_one() -> None:
    """Though Python says so; 1 and 1.0 are the same."""
    found = changes({"a": True, "b": 1}, {"a": 1, "b": 1.0})

    assert ["a"] == [one.key for one in found]


def test_words_have_no_difference() -> None:
    """Only two numbers have."""
    assert (None, 0.5) == (Change("a", "x", "y").delta, Change("a", 1, 1.5).delta)
