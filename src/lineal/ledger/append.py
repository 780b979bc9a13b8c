"""Facts into a store: each takes its place in the chain of its writer, and adds its rows."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING

from lineal.ledger.codec import pack
from lineal.ledger.fact import SALT_BYTES, START, link
from lineal.ledger.projecting import Projector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lineal.ledger.fact import Fact, NewFact
    from lineal.ledger.stores.port import Store
    from lineal.ledger.writer import Writer

# Enough that a database far away is asked seldom, few enough that memory does not matter.
_TOGETHER = 500


def append(store: Store, writer: Writer, new: Iterable[NewFact]) -> list[Fact]:
    """All of them or none; what this writer has said before under the same id is left out."""
    with store.writing():
        return append_within(store, writer, new)


def append_within(store: Store, writer: Writer, new: Iterable[NewFact]) -> list[Fact]:
    """The same, for a caller who holds the transaction."""
    num, seq, before = chain_end(store, writer)
    projector = Projector(store)
    added = []
    rest = iter(new)
    while together := list(islice(rest, _TOGETHER)):
        facts = list(_linked(_unsaid(store, num, together), writer.id, seq, before))
        insert(store, projector, num, facts)
        if facts:
            seq, before = facts[-1].seq, facts[-1].hash
        added += facts
    if added:
        store.run("advance_writer", seq, before, num)
    return added


def insert(store: Store, projector: Projector, writer: int, facts: Sequence[Fact]) -> None:
    """Facts of one writer that have their places, and their rows.

    The caller holds the transaction, and says in the end how far the writer has come.
    """
    if not facts:
        return
    numbered = [(projector.numbers.next("facts"), fact) for fact in facts]
    store.many("add_fact", [_row(number, writer, fact) for number, fact in numbered])
    projector.add(numbered)


def chain_end(store: Store, writer: Writer) -> tuple[int, int, bytes]:
    """Number, last place and last hash of a writer, who is new when there is none."""
    found = store.rows("writer", writer.id)
    if not found:
        store.run("add_writer", writer.id, writer.label, START)
        found = store.rows("writer", writer.id)
    num, seq, before = found[0]
    return num, seq, before


def _row(number: int, writer: int, fact: Fact) -> tuple[object, ...]:
    return (
        number,
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


def _linked(new: Iterable[NewFact], writer: str, seq: int, before: bytes) -> Iterator[Fact]:
    for place, each in enumerate(new, seq + 1):
        fact = link(each, writer, place, before, os.urandom(SALT_BYTES))
        before = fact.hash
        yield fact


def _unsaid(store: Store, writer: int, new: Sequence[NewFact]) -> Iterator[NewFact]:
    said = {id_ for (id_,) in store.rows("said_by", writer, [each.id for each in new])}
    for each in new:
        if each.id not in said:
            said.add(each.id)
            yield each
