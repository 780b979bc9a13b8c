"""Whether the facts of a writer are what it wrote, all of them, in its order.

A chain proves everything before its end. That the end itself is the end only somebody else can
tell, who has seen a later one: another copy, a remote, a hash written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.fact import START, fact_hash, follows
from lineal.ledger.stored import facts_of, open_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.fact import Fact
    from lineal.ledger.stored import KnownWriter, Stored
    from lineal.ledger.stores.port import Store


class Break(NamedTuple):
    """Where a chain does not hold. ``id`` is None for facts that are not there."""

    writer: str
    label: str
    seq: int
    id: bytes | None
    kind: str
    time: int
    what: str


class Chain(NamedTuple):
    """A writer's facts as far as they were looked at."""

    writer: KnownWriter
    facts: int
    redacted: int
    breaks: tuple[Break, ...]


def prove_chain(store: Store, writer: KnownWriter) -> Chain:
    breaks: list[Break] = []
    before, place, count, redacted = START, 0, 0, 0
    for stored, later in _with_next(facts_of(store, writer.num)):
        count += 1
        redacted += stored.payload is None
        if stored.seq != place + 1:
            breaks.append(_missing(writer, place + 1, stored.seq - 1))
            # What it follows is gone: that it is itself as it was, its successor tells.
            problem = None
        else:
            problem = _problem(stored, writer, before, later)
        if problem:
            fields = stored.seq, stored.id, stored.kind, stored.time, problem
            breaks.append(Break(writer.id, writer.label, *fields))
        before, place = stored.hash, stored.seq
    if place < writer.seq:
        breaks.append(_missing(writer, place + 1, writer.seq))
    elif place > writer.seq or before != writer.hash:
        breaks.append(_end(writer))
    return Chain(writer, count, redacted, tuple(breaks))


def _problem(stored: Stored, writer: KnownWriter, before: bytes, later: Stored | None) -> str:
    """What is wrong with a fact in its place; nothing when all is well."""
    try:
        fact = open_fact(stored, writer.id)
    except ValueError as exc:
        return f"its payload cannot be read: {exc}"
    # Its digest was made of the payload just now, so its hash proves both.
    if _right_hash(fact, before) == fact.hash:
        return ""
    # The next fact was hashed with the hash of this one: it tells which of the two was changed.
    end = writer.hash if later is None and stored.seq == writer.seq else None
    if _is_vouched(stored, writer, later) or end == stored.hash:
        return "it is not what was written: payload, salt, id, kind or time was changed"
    if _hashes_to(fact, before, writer, later):
        return "its hash was changed"
    return "it is not what was written, or not in its place"


def _is_vouched(stored: Stored, writer: KnownWriter, later: Stored | None) -> bool:
    return later is not None and _is_whole(later, writer, stored.hash)


def _hashes_to(fact: Fact, before: bytes, writer: KnownWriter, later: Stored | None) -> bool:
    """Whether the hash it should have is the one that its successor knows."""
    right = _right_hash(fact, before)
    if later is None:
        return right == writer.hash
    return _is_whole(later, writer, right)


def _right_hash(fact: Fact, before: bytes) -> bytes:
    fields = fact.id, fact.kind, fact.time, fact.writer, fact.seq, before, fact.digest
    return fact_hash(*fields)


def _is_whole(stored: Stored, writer: KnownWriter, before: bytes) -> bool:
    try:
        return follows(open_fact(stored, writer.id), before)
    except ValueError:
        return False


def _with_next(facts: Iterator[Stored]) -> Iterator[tuple[Stored, Stored | None]]:
    current = next(facts, None)
    while current is not None:
        later = next(facts, None)
        yield current, later
        current = later


def _missing(writer: KnownWriter, first: int, last: int) -> Break:
    what = "it is missing" if first == last else f"{last - first + 1} facts are missing, to {last}"
    return Break(writer.id, writer.label, first, None, "", 0, what)


def _end(writer: KnownWriter) -> Break:
    what = "the end of the chain is not the one that was written down"
    return Break(writer.id, writer.label, writer.seq, None, "", 0, what)
