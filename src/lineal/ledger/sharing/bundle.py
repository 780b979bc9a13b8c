"""Kept texts as bytes for a remote, and back: many small ones travel as one. Pure."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Of one text from outside, unpacked.
MOST_BYTES = 1 << 28
_DIGEST, _LENGTH = 32, 8


def spell_bundle(texts: Iterable[bytes]) -> bytes:
    return b"".join(_one(each) for each in texts)


def read_bundle(data: bytes) -> Iterator[bytes]:
    """Each text, once it is what its digest says; ValueError for anything else."""
    place = 0
    while place < len(data):
        start = place + _DIGEST + _LENGTH
        digest = data[place : place + _DIGEST]
        end = start + int.from_bytes(data[place + _DIGEST : start], "big")
        if end > len(data):
            raise ValueError("incomplete")
        yield _opened(data[start:end], digest)
        place = end


def _one(text: bytes) -> bytes:
    packed = zlib.compress(text)
    return hashlib.sha256(text).digest() + len(packed).to_bytes(_LENGTH, "big") + packed


def _opened(packed: bytes, digest: bytes) -> bytes:
    opened = zlib.decompressobj()
    try:
        text = opened.decompress(packed, MOST_BYTES)
    except zlib.error as exc:
        raise ValueError(str(exc)) from exc
    if not opened.eof or hashlib.sha256(text).digest() != digest:
        raise ValueError("a text is not what its digest says")
    return text
