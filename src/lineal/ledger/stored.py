"""Facts as they lie in the store, and what they are once opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.codec import unpack
from lineal.ledger.fact import Fact, payload_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.stores.port import Store

_AT_A_TIME = 500


class Stored(NamedTuple):
    """A row of the table: ``writer`` is a number; ``payload`` is packed, None when redacted."""

    num: int
    id: bytes
    kind: str
    time: int
    writer: int
    seq: int
    hash: bytes
    salt: bytes | None
    digest: bytes | None
    payload: bytes | None


class KnownWriter(NamedTuple):
    """Who has written, how far it has come, and the hash of its last fact."""

    num: int
    id: str
    label: str
    seq: int
    hash: bytes


def writers(store: Store) -> list[KnownWriter]:
    return [KnownWriter(*row) for row in store.rows("all_writers")]


def facts_of(store: Store, writer: int, after: int = 0) -> Iterator[Stored]:
    """Those of one writer in their order, as many at a time as memory does not notice."""
    while rows := store.rows("facts_of_writer", writer, after, _AT_A_TIME):
        yield from map(_stored, rows)
        after = rows[-1][5]


def all_facts(store: Store) -> Iterator[list[Stored]]:
    """Every fact in the order in which they came, in batches."""
    after = 0
    while rows := store.rows("facts_after", after, _AT_A_TIME):
        yield [_stored(row) for row in rows]
        after = rows[-1][0]


def open_fact(stored: Stored, writer: str) -> Fact:
    """ValueError when the payload cannot be read, or what belongs together is not there."""
    if stored.payload is None:
        if stored.digest is None or stored.salt is not None:
            raise ValueError("neither a payload nor the digest of a redacted one")
        digest, payload = stored.digest, None
    else:
        if stored.salt is None:
            raise ValueError("a payload without its salt")
        payload = unpack(stored.payload)
        digest = payload_digest(stored.salt, payload)
    return Fact(
        stored.id,
        stored.kind,
        stored.time,
        writer,
        stored.seq,
        digest,
        stored.hash,
        stored.salt,
        payload,
    )


def read_fact(stored: Stored) -> Fact:
    """The same without what only a proof needs: writer and digest are left empty."""
    payload = None if stored.payload is None else unpack(stored.payload)
    start = stored.id, stored.kind, stored.time, "", stored.seq
    return Fact(*start, b"", stored.hash, stored.salt, payload)


def _stored(row: tuple[object, ...]) -> Stored:
    return Stored(*row)  # type: ignore[arg-type]
