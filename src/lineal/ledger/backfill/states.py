"""The watched files of every commit whose children are still to come. Pure.

A commit is its first parent and what it changed; states that nothing changed are shared, and
one is forgotten with its last child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.backfill.files import below, is_watched, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.ledger.backfill.changes import Change
    from lineal.ledger.backfill.commits import Commit


class State(NamedTuple):
    """Blobs by path from the project's root: all that is watched, and of these the records."""

    files: dict[str, str]
    records: dict[str, str]


NOTHING = State({}, {})


class Step(NamedTuple):
    """A commit with its state, and that of its first parent."""

    commit: Commit
    before: State
    now: State


class States:
    """``prefix`` is where the project is in the repository: ``sub/``, or nothing."""

    __slots__ = ("_children", "_prefix", "_states")

    def __init__(self, commits: Iterable[Commit], prefix: str) -> None:
        self._prefix = prefix
        self._states: dict[str, State] = {}
        self._children: dict[str, int] = {}
        for commit in commits:
            for parent in _base(commit):
                self._children[parent] = self._children.get(parent, 0) + 1

    def step(self, commit: Commit, changes: Sequence[Change]) -> Step:
        before = NOTHING
        for parent in _base(commit):
            before = self._states[parent]
            self._children[parent] -= 1
            if not self._children[parent]:
                del self._states[parent]
        now = _changed(before, changes, self._prefix)
        if self._children.get(commit.sha):
            self._states[commit.sha] = now
        return Step(commit, before, now)


def _base(commit: Commit) -> tuple[str, ...]:
    """What the changes of a commit are told against."""
    return () if commit.is_boundary else commit.parents[:1]


def _changed(before: State, changes: Sequence[Change], prefix: str) -> State:
    files = None
    for path, blob in changes:
        inner = below(path, prefix)
        if inner is None or not is_watched(inner):
            continue
        files = dict(before.files) if files is None else files
        if blob is None:
            files.pop(inner, None)
        else:
            files[inner] = blob
    return before if files is None else State(files, records(files))
