"""Facts into a store: each takes its place in the chain of its writer, and adds its rows."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from lineal.ledger.codec import pack
from lineal.ledger.fact import SALT_BYTES, START, link
from lineal.ledger.kinds.registry import ROWS
from lineal.ledger.projecting import Projector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.fact import Fact, NewFact
    from lineal.ledger.stores.port import Store
    from lineal.ledger.writer import Writer


def append(store: Store, writer: Writer, new: Iterable[NewFact]) -> list[Fact]:
    """All of them or none; what this writer has said before under the same id is left out."""
    with store.writing():
        num, seq, before = _chain_end(store, writer)
        projector = Projector(store)
        added = []
        for each in _unsaid(store, num, list(new)):
            seq += 1
            fact = link(each, writer.id, seq, before, secrets.token_bytes(SALT_BYTES))
            insert(store, projector, num, fact)
            added.append(fact)
            before = fact.hash
        store.run("advance_writer", seq, before, num)
    return added


def insert(store: Store, projector: Projector, writer: int, fact: Fact) -> None:
    """One fact that has its place, and its rows; the caller holds the transaction."""
    number = store.add(
        "add_fact",
        fact.id,
        fact.kind,
        fact.time,
        writer,
        fact.seq,
        fact.hash,
        fact.salt,
        fact.digest if fact.payload is None else None,
        None if fact.payload is None else pack(fact.payload),
    )
    rows = ROWS.get(fact.kind)
    if rows is not None and fact.payload is not None:
        projector.add(number, fact, rows(fact.payload))


def _chain_end(store: Store, writer: Writer) -> tuple[int, int, bytes]:
    found = store.rows("writer", writer.id)
    if found:
        num, seq, before = found[0]
        return num, seq, before
    return store.add("add_writer", writer.id, writer.label, START), 0, START


def _unsaid(store: Store, writer: int, new: list[NewFact]) -> list[NewFact]:
    return [each for each in new if not store.rows("known_fact", each.id, writer)]
