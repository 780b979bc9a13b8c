"""At which commits something may be run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.reproducing.codestates import CodeState, code_states
from lineal.ledger.reproducing.record import of_fact
from lineal.pipeline.workspace import open_workspace
from tests.ledger.backfill.past import Past, lock
from tests.ledger.builder import Builder

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.stores.port import Store

ENTRY = "ab" * 16


def states(past: Past, store: Store, **said: object) -> list[CodeState]:
    record = of_fact(1, b"", 0, {"stage": "train", "entry": ENTRY, **said})
    with open_workspace(str(past.project)) as ws:
        return list(code_states(ws, store, record))


def test_the_recorded_state_comes_before_the_commit_of_the_record(
    tmp_path: Path, store: Store
) -> None:
    """The oldest that brought it."""
    past = Past.begin(tmp_path / "repo")
    build = Builder(store)
    build.commit("c" * 40, entries={"train": ENTRY})
    build.commit("d" * 40, entries={"train": ENTRY})

    assert [CodeState("b" * 40, "1f"), CodeState("c" * 40)] == states(
        past, store, commit="b" * 40, dirty="1f"
    )


def test_without_facts_of_commits_git_is_searched(tmp_path: Path, store: Store) -> None:
    """For the record itself, after the commit that was recorded."""
    past = Past.begin(tmp_path / "repo")
    first = past.commit({"dvc.lock": lock(other="a > b")}, at=1)
    second = past.commit({"dvc.lock": lock(train="a > b")}, at=2)
    past.imports()
    (entry,) = (e["entry"] for e in past.facts("execution") if e["stage"] == "train")

    assert [CodeState(first), CodeState(second)] == states(past, store, commit=first, entry=entry)


def test_nothing_is_known_of_what_never_was_in_git(tmp_path: Path, store: Store) -> None:
    """Then it cannot be reproduced."""
    past = Past.begin(tmp_path / "repo")

    assert [] == states(past, store, commit=None)
