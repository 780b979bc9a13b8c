"""Journals into the store: our own at the end of a run, those of processes that are gone later.

All of a journal goes in in one transaction, and then it is removed. Killed in between, it is
found again, and what is in the store already is left out.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.journal import claim, read_journal
from lineal.ledger.kinds import execution, run
from lineal.ledger.observing.collect import collect, discard
from lineal.ledger.observing.logged import logged
from lineal.ledger.observing.prepare import evidence_path
from lineal.ledger.recording.originals import with_originals
from lineal.ledger.recording.texts import keep_log
from lineal.ledger.waiting import journal_files
from lineal.pipeline.run.outputlog import remove_log

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.journal import Begun, Journal
    from lineal.ledger.kinds.execution import ExecutionPayload
    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace


def take_in_own(ws: Workspace, journal: Journal) -> None:
    """At the end of a run, from memory: its file is only for when we are killed.

    With it goes what others left. The caller holds the journal.
    """
    from lineal.ledger.opened import open_as_is  # deferred: the database

    with open_as_is(ws) as ledger:
        _add(ws, ledger, journal)
        _remove(ledger, journal.path, journal)
        take_in(ws, ledger)


def take_in(ws: Workspace, ledger: Ledger) -> int:
    """Every journal of a process that is gone; how many there were."""
    taken = 0
    for path in journal_files(ledger.directory):
        descriptor = claim(path)
        if descriptor is None:
            continue
        try:
            journal = read_journal(path)
            if journal is not None:
                _add(ws, ledger, journal)
                taken += 1
            _remove(ledger, path, journal)
        finally:
            os.close(descriptor)
    return taken


def _add(ws: Workspace, ledger: Ledger, journal: Journal) -> None:
    facts = facts_of(journal, _left(ws, ledger.directory, journal))
    append(ledger.store, ledger.writer, with_originals(ledger.store, facts))


def facts_of(journal: Journal, left: Mapping[bytes, ExecutionPayload]) -> list[NewFact]:
    """Its facts; who had begun and not ended was killed. Pure.

    ``left`` is what is known of those: their output, what they logged.
    """
    killed = [_killed(each, journal, left.get(each.id, {})) for each in journal.begun]
    facts = [*journal.facts, *killed]
    return [*facts, NewFact(journal.id, run.KIND, _ended_at(journal, facts), _run(journal, facts))]


def _killed(begun: Begun, journal: Journal, left: ExecutionPayload) -> NewFact:
    payload: dict[str, Any] = {
        **begun.payload,
        **left,
        **journal.code,
        "status": execution.KILLED,
        "error": "lineal itself was killed while this was running",
    }
    return NewFact(begun.id, execution.KIND, begun.payload["started"], payload)


def _run(journal: Journal, facts: list[NewFact]) -> dict[str, Any]:
    payload = {**journal.run, **journal.code}
    if journal.end is not None:
        return {**payload, **journal.end}
    by_status: dict[str, list[str]] = {}
    for fact in facts:
        if fact.kind == execution.KIND:
            by_status.setdefault(fact.payload["status"], []).append(fact.payload["stage"])
    restored = by_status.pop(execution.RESTORED, [])
    failed = [*by_status.pop(execution.FAILED, []), *by_status.pop(execution.KILLED, [])]
    return {
        **payload,
        "status": run.KILLED,
        "seconds": (_ended_at(journal, facts) - journal.run["started"]) / 1_000_000,
        "ran": [name for names in by_status.values() for name in names],
        "restored": restored,
        "failed": failed,
    }


def _ended_at(journal: Journal, facts: list[NewFact]) -> int:
    """When it is known to have been alive last."""
    began: int = journal.run["started"]
    if journal.end is not None:
        return began + int(journal.end["seconds"] * 1_000_000)
    return max([began, *(fact.time for fact in facts)])


def _left(ws: Workspace, directory: str, journal: Journal) -> dict[bytes, ExecutionPayload]:
    """By execution that did not end: the output that is kept, and what it logged till then."""
    found = {}
    for each in journal.begun:
        left = logged(collect(evidence_path(directory, each.id)))
        params = {**left.get("params", {}), **each.payload.get("params", {})}
        if params:
            left["params"] = params
        log = keep_log(ws, directory, each.log)
        if log is not None:
            left["log"] = log
        found[each.id] = left
    return found


def _remove(ledger: Ledger, path: str, journal: Journal | None) -> None:
    """The journal last: while it is there, it is taken in again."""
    for each in () if journal is None else journal.begun:
        discard(evidence_path(ledger.directory, each.id))
        if each.log is not None:
            remove_log(each.log)
    with suppress(FileNotFoundError):
        os.unlink(path)
