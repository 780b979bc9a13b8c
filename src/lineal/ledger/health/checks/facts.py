"""The ledger: that it opens, its latest facts hold together, and nothing waits beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.ledger.fact import fact_hash
from lineal.ledger.health.finding import ADVICE, BROKEN, GOOD, Finding
from lineal.ledger.journal import live_runs
from lineal.ledger.opened import is_there, open_as_is
from lineal.ledger.place import evidence_dir, ledger_dir
from lineal.ledger.stored import facts_of, open_fact, writers
from lineal.ledger.waiting import journal_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked
    from lineal.ledger.stored import KnownWriter
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace

#: The last facts of each writer that are looked at; `lineal verify` looks at all.
_LATEST = 50


def check(ws: Workspace, _asked: Asked) -> Iterator[Finding]:
    directory = ledger_dir(ws.project.lineal_dir)
    if not is_there(ws):
        yield Finding(
            ADVICE, "nothing is recorded yet", "lineal run, or lineal ledger import --git"
        )
        return
    with open_as_is(ws) as ledger:
        known = writers(ledger.store)
        broken = [finding for writer in known for finding in _chain(ledger.store, writer)]
        total = sum(writer.seq for writer in known)
        yield from broken
        if not broken:
            by = "one writer" if len(known) == 1 else f"{len(known)} writers"
            yield Finding(GOOD, f"{ledger.store.label}: {total:,} facts by {by}")
    yield from _left(directory)


def _chain(store: Store, writer: KnownWriter) -> Iterator[Finding]:
    """From some fact on, whose hash is taken as it is, each follows the one before."""
    before: bytes | None = None
    last = b""
    for stored in facts_of(store, writer.num, max(0, writer.seq - _LATEST)):
        try:
            fact = open_fact(stored, writer.id)
        except ValueError as exc:
            yield _damaged(writer, stored.seq, str(exc))
            return
        if before is not None:
            fields = fact.id, fact.kind, fact.time, writer.id, fact.seq, before, fact.digest
            if fact_hash(*fields) != fact.hash:
                yield _damaged(writer, stored.seq, "it does not follow the one before")
                return
        before = last = fact.hash
    if writer.seq and last != writer.hash:
        yield _damaged(writer, writer.seq, "the last one is not the one that was written")


def _damaged(writer: KnownWriter, seq: int, why: str) -> Finding:
    return Finding(BROKEN, f"fact {seq} of {writer.label}: {why}", "lineal verify --ledger")


def _left(directory: str) -> Iterator[Finding]:
    waiting = len(journal_files(directory)) - len(live_runs(directory))
    if waiting > 0:
        text = f"{waiting} runs ended without being taken into the ledger"
        yield Finding(ADVICE, text, "lineal log  (any question to the ledger takes them in)")
    try:
        left = os.listdir(evidence_dir(directory))
    except FileNotFoundError:
        return
    if left and not live_runs(directory) and not waiting:
        yield Finding(
            ADVICE,
            f"{len(left)} programs went on after their stage had ended, and left remarks",
            f"rm -r {evidence_dir(directory)}",
        )
