"""The files of each commit, followed along first parents."""

from __future__ import annotations

from lineal.ledger.backfill.changes import Change
from lineal.ledger.backfill.commits import Commit
from lineal.ledger.backfill.states import States


def commit(sha: str, *parents: str) -> Commit:
    return Commit(sha, "", parents, "", "", 0, "", is_boundary=False)


def test_a_commit_is_its_first_parent_and_what_it_changed() -> None:
    """A merge is told against its first parent alone."""
    commits = [commit("a"), commit("b", "a"), commit("c", "a"), commit("d", "b", "c")]
    changes = [
        [Change("x.dvc", "1"), Change("README", "9")],
        [Change("x.dvc", "2")],
        [Change("y.dvc", "3")],
        [Change("y.dvc", "3")],
    ]
    states = States(commits, "")
    found = [
        states.step(one, changed).now.records for one, changed in zip(commits, changes, strict=True)
    ]
    expected = [
        {"x.dvc": "1"},
        {"x.dvc": "2"},
        {"x.dvc": "1", "y.dvc": "3"},
        {"x.dvc": "2", "y.dvc": "3"},
    ]

    assert expected == found


def test_a_state_is_shared_by_commits_that_change_nothing_of_it() -> None:
    """Ten thousand commits of other things cost nothing."""
    commits = [commit("a"), commit("b", "a"), commit("c", "b")]
    states = States(commits, "")
    first = states.step(commits[0], [Change("x.dvc", "1")])
    second = states.step(commits[1], [Change("README", "2")])

    assert second.now is first.now
