"""``ledger import --git``: the commits of a repository become facts, some hundred at a time.

Each batch is in the store before the next is read: who stops it loses one at most, and the same
command goes on where it stopped.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.append import append
from lineal.ledger.backfill.changes import AT_ONCE, Changes
from lineal.ledger.backfill.commit_facts import commit_fact
from lineal.ledger.backfill.commits import Range, is_shallow, new_commits
from lineal.ledger.backfill.executions import MICROS, execution_fact
from lineal.ledger.backfill.files import PATTERNS
from lineal.ledger.backfill.reader import Reader
from lineal.ledger.backfill.states import States
from lineal.ledger.backfill.tips import Tips
from lineal.ledger.listings import Listings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lineal.ledger.backfill.reader import Brought
    from lineal.ledger.backfill.states import Step
    from lineal.ledger.fact import NewFact
    from lineal.ledger.opened import Ledger
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace


class Broken(NamedTuple):
    """A record that could not be read: in how many versions, where first, and why."""

    path: str
    versions: int
    commit: str
    problem: str


class Imported(NamedTuple):
    """``looked_at`` commits were new; ``commits`` of them changed what is recorded.

    ``known`` entries had been recorded by a run, or by somebody else's import.
    """

    looked_at: int = 0
    commits: int = 0
    executions: int = 0
    listings: int = 0
    known: int = 0
    broken: tuple[Broken, ...] = ()


def import_history(
    ws: Workspace, ledger: Ledger, wanted: Range, progress: Callable[[int, int], None]
) -> Imported:
    """``progress`` is told how many commits of how many are in the ledger."""
    git_dir = ws.history.git_dir
    prefix = _prefix(ws)
    tips = Tips(ledger.store, prefix)
    # Another clone may have imported commits that this one does not have.
    known = [tip for tip in tips.all if ws.history.objects.is_commit(tip)]
    commits = new_commits(git_dir, wanted, known)
    if not commits:
        return Imported()
    # Of a part of history it must not be remembered that its ancestors were imported as well.
    whole = not (wanted.excludes or is_shallow(git_dir))
    batches = _Batches(ws, ledger)
    states = States(commits, prefix)
    with closing(Changes(git_dir, PATTERNS)) as changes:
        for at in range(0, len(commits), AT_ONCE):
            some = commits[at : at + AT_ONCE]
            steps = [
                states.step(commit, changed)
                for commit, changed in zip(some, changes.of(some), strict=True)
            ]
            batches.add([step for step in steps if not step.commit.is_boundary])
            if whole:
                tips.advance(some)
                tips.save()
            progress(at + len(some), len(commits))
    looked_at = sum(not commit.is_boundary for commit in commits)
    return batches.done._replace(looked_at=looked_at, broken=batches.broken())


class _Batches:
    """Commits into facts, and facts into the ledger."""

    __slots__ = ("_ledger", "_listings", "_reader", "done")

    def __init__(self, ws: Workspace, ledger: Ledger) -> None:
        self._ledger = ledger
        self._reader = Reader(ws)
        self._listings = Listings(ledger.store, ws.cache)
        self.done = Imported()

    def add(self, steps: Sequence[Step]) -> None:
        store = self._ledger.store
        changed = [step for step in steps if step.now.records != step.before.records]
        brought = [(step, self._reader.read(step)) for step in changed]
        known = _known_entries(store, brought)
        told = _known_commits(store, changed)
        facts: list[NewFact] = []
        executions = commits = 0
        for step, found in brought:
            for seen in found.observed:
                if seen.digest in known:
                    continue
                known.add(seen.digest)
                payload = self._reader.payload(seen, step.now)
                facts.append(execution_fact(seen, payload))
                self._listings.note(payload, step.commit.committed * MICROS)
                executions += 1
            if (found.entries or found.gone) and step.commit.sha not in told:
                facts.append(commit_fact(step.commit, found))
                commits += 1
        listings = self._listings.facts()
        if facts or listings:
            append(store, self._ledger.writer, [*facts, *listings])
        brought_in = sum(len(found.observed) for _, found in brought)
        self.done = self.done._replace(
            commits=self.done.commits + commits,
            executions=self.done.executions + executions,
            listings=self.done.listings + len(listings),
            known=self.done.known + brought_in - executions,
        )

    def broken(self) -> tuple[Broken, ...]:
        by_path: dict[str, list[tuple[str, str]]] = {}
        for (path, _), where in self._reader.broken.items():
            by_path.setdefault(path, []).append(where)
        return tuple(
            Broken(path, len(places), *places[0]) for path, places in sorted(by_path.items())
        )


def _known_entries(store: Store, brought: Sequence[tuple[Step, Brought]]) -> set[str]:
    digests = {seen.digest for _, found in brought for seen in found.observed}
    if not digests:
        return set()
    rows = store.rows("backfill_known_entries", [bytes.fromhex(each) for each in sorted(digests)])
    return {bytes(entry).hex() for (entry,) in rows}


def _known_commits(store: Store, steps: Sequence[Step]) -> set[str]:
    if not steps:
        return set()
    return {sha for (sha,) in store.rows("backfill_known_commits", [s.commit.sha for s in steps])}


def _prefix(ws: Workspace) -> str:
    """Where the project is in its repository."""
    inner = os.path.relpath(ws.root, ws.history.git_root)
    return "" if inner == "." else f"{inner}/"
