"""Events of others into the ledger: each once, and the events of a run as one execution."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.canonical import canonical
from lineal.base.errors import DocumentError
from lineal.ledger.append import append
from lineal.ledger.asking.reading import payload_of
from lineal.ledger.kinds.execution import FINISHED
from lineal.ledger.oids import unpack_oid
from lineal.ledger.openlineage.event import read_event
from lineal.ledger.openlineage.reported import ENDS, entry_of, execution_fact, kept_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lineal.ledger.opening import Ledger
    from lineal.ledger.openlineage.event import Received
    from lineal.ledger.openlineage.naming import Home
    from lineal.ledger.stores.port import Store

# A run that says more than this before its end is paired with the first of it.
_MOST_PENDING = 100


class Outcome(NamedTuple):
    """``wrong`` says what is the matter with an event that was not taken."""

    is_new: bool
    wrong: DocumentError | None = None


def accept(ledger: Ledger, home: Home, events: Iterable[object]) -> list[Outcome]:
    """One that is wrong keeps nothing from the others. `LedgerError` when nothing can be kept."""
    outcomes = []
    for each in events:
        try:
            received = read_event(each)
        except DocumentError as exc:
            outcomes.append(Outcome(is_new=False, wrong=exc))
            continue
        outcomes.append(Outcome(is_new=_take(ledger, home, received)))
    return outcomes


def _take(ledger: Ledger, home: Home, received: Received) -> bool:
    store = ledger.store
    if received.type not in ENDS:
        digest = hashlib.sha256(canonical(received.event)).digest()
        fact = kept_fact(received, digest)
        # Noted first: an id without its fact is passed by, a fact without its id would be lost.
        if received.run and not _ended(store, received):
            _note_pending(store, received.run, fact.id.hex())
        return bool(append(store, ledger.writer, [fact]))
    if store.rows("reported_entry", entry_of(received)):
        return False
    fact = execution_fact(home, received, _before(store, received), _version_at(store, received))
    added = append(store, ledger.writer, [fact])
    store.run("forget", _key(received.run))
    return bool(added)


def _ended(store: Store, received: Received) -> bool:
    return any(
        store.rows("reported_entry", entry_of(received._replace(type=kind))) for kind in ENDS
    )


def _note_pending(store: Store, run: str, fact: str) -> None:
    pending = _pending(store, run)
    if fact not in pending and len(pending) < _MOST_PENDING:
        store.run("remember", _key(run), json.dumps([*pending, fact]))


def _before(store: Store, end: Received) -> list[Received]:
    """The earlier events of the same run, as they were kept."""
    payloads = (payload_of(store, bytes.fromhex(id_)) for id_ in _pending(store, end.run))
    return [read_event(payload["event"]) for payload in payloads if payload]


def _pending(store: Store, run: str) -> list[str]:
    found = store.rows("remembered", _key(run))
    return list(json.loads(found[0][0])) if found else []


def _key(run: str) -> str:
    return f"openlineage-run:{run}"


def _version_at(store: Store, end: Received) -> Callable[[str], str | None]:
    def last_version(path: str) -> str | None:
        found = store.rows("last_version", path, end.time, sorted(FINISHED))
        return unpack_oid(bytes(found[0][0])) if found else None

    return last_version
