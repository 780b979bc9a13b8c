"""Facts of one writer as bytes for a remote, and back. Pure."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from lineal.base.canonical import canonical
from lineal.ledger.fact import Fact, payload_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Of what comes from outside, unpacked.
MOST_BYTES = 1 << 28
_LEVEL = 6
_MOST_ID = 64


def spell_segment(facts: Iterable[Fact]) -> bytes:
    """The same facts give the same bytes."""
    packing = zlib.compressobj(_LEVEL)
    pieces = [packing.compress(canonical(_spelled(fact)) + b"\n") for fact in facts]
    return b"".join(pieces) + packing.flush()


def read_segment(data: bytes, writer: str) -> Iterator[Fact]:
    """ValueError for what is no segment. Whether facts belong there is for the chain to say."""
    opened = zlib.decompressobj()
    try:
        text = opened.decompress(data, MOST_BYTES)
    except zlib.error as exc:
        raise ValueError(str(exc)) from exc
    if not opened.eof or opened.unused_data:
        raise ValueError("incomplete, or too large")
    for line in text.splitlines():
        try:
            yield _fact(json.loads(line), writer)
        except (TypeError, RecursionError, OverflowError) as exc:
            raise ValueError(f"no fact: {line[:80]!r}") from exc


def _spelled(fact: Fact) -> list[object]:
    hidden = None if fact.salt is None else fact.salt.hex()
    digest = fact.digest.hex() if fact.payload is None else None
    start = fact.id.hex(), fact.kind, fact.time, fact.seq, fact.hash.hex()
    return [*start, hidden, digest, fact.payload]


def _fact(said: Any, writer: str) -> Fact:  # noqa: ANN401  whatever JSON holds
    id_, kind, time, seq, hash_, salt, digest, payload = said
    if not (type(time) is int and type(seq) is int and abs(time) < 1 << 62):
        raise ValueError("no numbers where there should be some")
    if not isinstance(kind, str) or not kind.isidentifier():
        raise ValueError("no kind")
    if payload is None:
        digested, salted = bytes.fromhex(digest), None
    elif isinstance(payload, dict):
        salted = bytes.fromhex(salt)
        digested = payload_digest(salted, payload)
    else:
        raise ValueError("no payload")
    fields = bytes.fromhex(id_), kind, time, writer, seq
    if len(fields[0]) > _MOST_ID or not kind.isascii() or len(kind) > _MOST_ID:
        raise ValueError("no id, or no kind")
    return Fact(*fields, digested, bytes.fromhex(hash_), salted, payload)
