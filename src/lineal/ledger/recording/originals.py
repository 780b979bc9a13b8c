"""What is restored was made once: by which execution, and of what nobody had declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.kinds import execution
from lineal.ledger.oids import unpack_oid
from lineal.ledger.rows import UNDECLARED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.fact import NewFact
    from lineal.ledger.stores.port import Store


def with_originals(store: Store, facts: Iterable[NewFact]) -> list[NewFact]:
    """Restored bytes come from secret inputs as much as those that were restored before."""
    return [
        _with_original(store, fact)
        if fact.kind == execution.KIND and fact.payload["status"] == execution.RESTORED
        else fact
        for fact in facts
    ]


def _with_original(store: Store, fact: NewFact) -> NewFact:
    entry = fact.payload.get("entry")
    found = store.rows("made_for_entry", bytes.fromhex(entry)) if entry else []
    if not found:
        return fact
    number, id_ = found[0]
    payload: dict[str, Any] = {**fact.payload, "original": bytes(id_).hex()}
    payload["uses"] = [*fact.payload.get("uses", ()), *_secret(store, number)]
    return fact._replace(payload=payload)


def _secret(store: Store, number: int) -> list[execution.Edge]:
    edges: list[execution.Edge] = []
    for path, oid, size, nfiles in store.rows("used_undeclared", number):
        edge = execution.Edge(path=path, oid=unpack_oid(bytes(oid)), role=UNDECLARED)
        if size is not None:
            edge["size"] = size
        if nfiles is not None:
            edge["nfiles"] = nfiles
        edges.append(edge)
    return edges
