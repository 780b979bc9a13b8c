"""Digests of bytes and of open files, in DVC's two algorithms.

Which files to hash, and whether a digest still holds, is decided elsewhere.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final, Protocol

from lineal.storage.algorithm import LEGACY_MD5, MD5

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.storage.algorithm import Algorithm


class Hasher(Protocol):
    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


# DVC judges "text" anew for every block of this size, so it is part of the algorithm.
_LEGACY_BLOCK: Final = 1 << 20
_BLOCK: Final = 1 << 18
_SNIFFED: Final = 512
_MOST_NON_TEXT: Final = 0.30
_TEXT_BYTES: Final = bytes(range(32, 127)) + b"\n\r\t\f\b"


def digest_bytes(data: bytes, algorithm: Algorithm = MD5) -> str:
    if algorithm == MD5:
        return hashlib.md5(data, usedforsecurity=False).hexdigest()
    hasher = hashlib.md5(usedforsecurity=False)
    for start in range(0, len(data), _LEGACY_BLOCK):
        hasher.update(_unix_lines(data[start : start + _LEGACY_BLOCK]))
    return hasher.hexdigest()


class LegacyHasher:
    """DVC 2.x's digest of bytes that come in pieces of any size."""

    __slots__ = ("_hasher", "_pending")

    def __init__(self) -> None:
        self._hasher = hashlib.md5(usedforsecurity=False)
        self._pending = b""

    def update(self, data: bytes) -> None:
        self._pending += data
        while len(self._pending) >= _LEGACY_BLOCK:
            self._hasher.update(_unix_lines(self._pending[:_LEGACY_BLOCK]))
            self._pending = self._pending[_LEGACY_BLOCK:]

    def hexdigest(self) -> str:
        final = self._hasher.copy()
        if self._pending:
            final.update(_unix_lines(self._pending))
        return final.hexdigest()


def make_hasher(algorithm: Algorithm = MD5) -> Hasher:
    """For bytes that arrive in pieces."""
    return LegacyHasher() if algorithm == LEGACY_MD5 else hashlib.md5(usedforsecurity=False)


def digest_descriptor(descriptor: int, algorithm: Algorithm = MD5) -> str:
    """Hash from the current offset to the end of the file."""
    hasher = hashlib.md5(usedforsecurity=False)
    if algorithm == MD5:
        for block in blocks_of(descriptor):
            hasher.update(block)
    else:
        for whole in _full_blocks(descriptor):
            hasher.update(_unix_lines(whole))
    return hasher.hexdigest()


def blocks_of(descriptor: int) -> Iterator[memoryview]:
    """Yield views into one reused buffer: each is valid until the next is asked for."""
    buffer = memoryview(bytearray(_BLOCK))
    while count := os.readv(descriptor, [buffer]):
        yield buffer[:count]


def is_text(block: bytes) -> bool:
    """Apply DVC's guess to the first bytes of a block."""
    sample = block[:_SNIFFED]
    if not sample:
        return True
    if b"\0" in sample:
        return False
    return len(sample.translate(None, _TEXT_BYTES)) / len(sample) <= _MOST_NON_TEXT


def _unix_lines(block: bytes) -> bytes:
    return block.replace(b"\r\n", b"\n") if is_text(block) else block


def _full_blocks(descriptor: int) -> Iterator[bytes]:
    """Yield blocks of exactly the legacy size; a short read must not move a border."""
    pending = b""
    while data := os.read(descriptor, _LEGACY_BLOCK - len(pending)):
        pending += data
        if len(pending) == _LEGACY_BLOCK:
            yield pending
            pending = b""
    if pending:
        yield pending
