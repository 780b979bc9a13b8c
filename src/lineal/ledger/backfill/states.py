"""The watched files of every commit whose children are still to come. Pure.

A commit is its first parent and what it changed; states that nothing changed are shared, and
one is forgotten with its last child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.backfill.files import (
    below,
    is_config,
    is_ours,
    is_watched,
    nested_roots,
    records,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.ledger.backfill.changes import Change
    from lineal.ledger.backfill.commits import Commit


class State(NamedTuple):
    """Blobs by path from the project's root: all that is watched, and of these the records.

    ``nested`` are the roots of projects inside.
    """

    files: dict[str, str]
    records: dict[str, str]
    nested: tuple[str, ...] = ()


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
    """With as little work as was changed: a project may have thousands of records."""
    told = [(below(path, prefix), blob) for path, blob in changes]
    watched = {path: blob for path, blob in told if path is not None and is_watched(path)}
    if not watched:
        return before
    files = _updated(before.files, watched)
    if any(map(is_config, watched)):
        nested = nested_roots(files)
        return State(files, records(files, nested), nested)
    ours = {path: blob for path, blob in watched.items() if is_ours(path, before.nested)}
    return State(files, _updated(before.records, ours) if ours else before.records, before.nested)


def _updated(blobs: dict[str, str], changed: dict[str, str | None]) -> dict[str, str]:
    found = dict(blobs)
    for path, blob in changed.items():
        if blob is None:
            found.pop(path, None)
        else:
            found[path] = blob
    return found
