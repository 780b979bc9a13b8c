"""Why something was executed: what can be told without Git."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lineal.ledger.asking.derived import derived
from lineal.ledger.asking.shown import (
    show_artifact,
    show_commit,
    show_execution,
    show_run,
    value_history,
)
from lineal.ledger.asking.told import reason_text, reasons_of, run_at_all
from tests.ledger.builder import Builder, oid

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ({"what": "command"}, "the command changed"),
        ({"what": "dep", "path": "a.py", "how": "modified"}, "the dependency a.py changed"),
        ({"what": "out", "path": "m", "how": "deleted"}, "the output m was not there"),
        (
            {
                "what": "param",
                "path": "p.yaml",
                "key": "lr",
                "how": "modified",
                "before": 1,
                "now": 2,
            },
            "the parameter lr of p.yaml changed: 1 -> 2",
        ),
        (
            {"what": "param", "path": "p.yaml", "key": "lr", "how": "new", "now": 2},
            "the parameter lr of p.yaml is new: 2",
        ),
        (
            {"what": "param", "path": "p.yaml", "how": "deleted"},
            "the parameter file p.yaml was not there",
        ),
        ({"what": "gate", "path": "x", "how": "odd"}, "gate x"),
    ],
)
def test_reasons_in_words(why: dict[str, Any], expected: str) -> None:
    """With the values of then; also a reason of a version to come."""
    assert expected == reason_text(why, str)


def test_of_a_first_run_everything_is_new() -> None:
    """Which is one reason, not many."""
    payload = {"why": [{"what": "dep", "path": "a", "how": "modified", "now": "x"}]}

    assert ("it had never run before", []) == (
        run_at_all(payload, first=True),
        reasons_of(payload, first=True),
    )


def test_a_first_run_by_us_may_have_a_past() -> None:
    """dvc ran it before: the lock says what was."""
    payload = {"why": [{"what": "dep", "path": "a", "how": "modified", "before": "x", "now": "y"}]}

    assert None is run_at_all(payload, first=True)


def test_what_nobody_watched_is_told_from_the_records(store: Store) -> None:
    """An observed execution against the one before it."""
    build = Builder(store)
    build.execution("train", uses={"a": "1", "b": "1"}, params={"lr": 1, "old": 1})
    id_ = build.execution(
        "train", uses={"a": "2", "b": "1"}, params={"lr": 2}, status="observed", cmd="other"
    )
    found = derived(show_execution(store, id_))

    assert [
        ("dep", "modified", "a", None),
        ("param", "modified", "params.yaml", "lr"),
        ("param", "deleted", "params.yaml", "old"),
        ("command", None, None, None),
    ] == [(w["what"], w.get("how"), w.get("path"), w.get("key")) for w in found]


def test_an_execution_is_shown_with_what_its_run_knows(store: Store) -> None:
    """Who, and in which environment; and what that differs in from the last."""
    build = Builder(store)
    for version in ("1.26", "2.0"):
        with build.run(environment=build.environment(packages={"numpy": version})):
            id_ = build.execution("train")
    shown = show_execution(store, id_)

    assert "ann@example.org" == shown.payload["author"]["email"]
    assert [("package numpy", "1.26", "2.0")] == [tuple(one) for one in shown.environment_changes]


def test_a_run_is_shown_with_its_stages(store: Store) -> None:
    """In the order in which they began."""
    build = Builder(store)
    with build.run() as run:
        build.execution("a")
        build.execution("b", status="failed")
    shown = show_run(store, run.id)

    assert [("a", "ran"), ("b", "failed")] == [
        (one.stage, one.payload["status"]) for one in shown.executions
    ]


def test_an_artifact_is_shown_with_who_made_and_used_it(store: Store) -> None:
    """Under all the paths that are asked about."""
    build = Builder(store)
    build.execution("make", makes={"x": "1"})
    build.execution("copy", uses={"x": "1"}, makes={"y": "1"})
    shown = show_artifact(store, oid("1"), ["x", "y"])

    assert (100, ["make", "copy"], ["copy"]) == (
        shown.size,
        [one.stage for one in shown.made],
        [one.stage for one in shown.used],
    )


def test_an_execution_that_was_reproduced_says_so(store: Store) -> None:
    """With the verdict; others are not told of."""
    build = Builder(store)
    one, other = build.execution("train"), build.execution("train")
    build.fact("reproduction", {"executions": [one.hex()], "verdict": "identical"})

    assert [["identical"], []] == [
        [again.verdict for again in show_execution(store, id_).reproduced] for id_ in (one, other)
    ]


def test_a_commit_is_shown_with_what_it_brought(store: Store) -> None:
    """By the entries its record has, and what was run at it."""
    build, entry = Builder(store), "0a" * 16
    build.execution("train", entry=entry, metrics={"auc": 1})
    build.execution("report", commit="c" * 40)
    build.commit("c" * 40, entries={"train": entry})
    shown = show_commit(store, "c" * 40)

    assert (["train"], ["report"], "commit ccccccc") == (
        [one.stage for one in shown.brought],
        [one.stage for one in shown.executed],
        shown.payload and shown.payload["subject"],
    )


def test_values_over_time(store: Store) -> None:
    """First to last, of every stage that has them."""
    build = Builder(store)
    build.execution("a", params={"lr": 1}, metrics={"auc": 0.5})
    build.execution("b", params={"lr": "x"})

    assert [("a", 1), ("b", "x")] == [
        (one.stage, one.value) for one in value_history(store, "param_history", "lr")
    ]
    assert [0.5] == [one.value for one in value_history(store, "metric_values", "auc")]
