"""A fact, and the chain that facts of one writer form. Pure.

The hash of a fact covers the hash of the one before it by the same writer, so that nothing
can be changed, left out or put between without notice. It covers the payload only through a
salted digest: a redacted payload is gone, cannot be guessed, and the chain still holds.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT_BYTES = 16
#: What the first fact of a writer follows.
START = bytes(32)


class NewFact(NamedTuple):
    """What somebody has to say; it becomes a fact when it takes its place in a chain.

    ``id`` is a UUIDv7 of when it began, ``time`` is when it was known, in microseconds.
    """

    id: bytes
    kind: str
    time: int
    payload: Mapping[str, Any]


class Fact(NamedTuple):
    """One entry of the ledger. A payload of None was redacted: salt and payload are gone."""

    id: bytes
    kind: str
    time: int
    writer: str
    seq: int
    digest: bytes
    hash: bytes
    salt: bytes | None
    payload: Mapping[str, Any] | None


def link(new: NewFact, writer: str, seq: int, before: bytes, salt: bytes) -> Fact:
    """The fact that follows the one whose hash is ``before``."""
    digest = payload_digest(salt, new.payload)
    hash_ = fact_hash(new.id, new.kind, new.time, writer, seq, before, digest)
    return Fact(new.id, new.kind, new.time, writer, seq, digest, hash_, salt, new.payload)


def payload_digest(salt: bytes, payload: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(salt + canonical(payload)).digest()


def fact_hash(
    id_: bytes, kind: str, time: int, writer: str, seq: int, before: bytes, digest: bytes
) -> bytes:
    fields = [id_.hex(), kind, time, writer, seq, before.hex(), digest.hex()]
    return hashlib.sha256(canonical(fields)).digest()


def follows(fact: Fact, before: bytes) -> bool:
    """Whether a fact is what it was when it was written, and in its place."""
    if fact.payload is not None and (
        fact.salt is None or payload_digest(fact.salt, fact.payload) != fact.digest
    ):
        return False
    fields = fact.id, fact.kind, fact.time, fact.writer, fact.seq, before, fact.digest
    return fact_hash(*fields) == fact.hash
