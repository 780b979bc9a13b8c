"""A content-addressed memo of parsed documents: what these bytes say, without parsing them again.

Only what JSON returns unchanged is kept. The memo is a convenience of ours: an entry that is
missing, damaged or cannot be written costs a parse, never an error.
"""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from typing import Any, Protocol

# Part of every key: raise it when the same bytes begin to parse to something else.
_FORMAT = b"1"
_KEEP = 512
_SUM_SIZE = 16
# Python refuses to convert decimal numbers far longer than this.
_INT_BITS = 4096


def digest_of(raw: bytes) -> str:
    """Name a content."""
    return blake2b(raw, digest_size=20, key=_FORMAT).hexdigest()


class Memo(Protocol):
    """What parsing asks before it parses, and tells afterwards."""

    def get(self, digest: str) -> Any: ...  # noqa: ANN401  what YAML holds

    def keep(self, digest: str, data: object) -> None: ...


def keep_text(memo: Memo, text: str, data: object) -> None:
    """Remember what a text says that we wrote ourselves."""
    memo.keep(digest_of(text.encode("utf-8", "surrogateescape")), data)


class ParseMemo:
    """Parsed documents in one directory, a file each."""

    __slots__ = ("_directory",)

    def __init__(self, directory: str) -> None:
        self._directory = directory

    def get(self, digest: str) -> Any:  # noqa: ANN401  what YAML holds
        """Give what the document says, or None when that is not known."""
        try:
            with open(self._path(digest), "rb") as file:
                stored = file.read()
        except OSError:
            return None
        checksum, payload = stored[:_SUM_SIZE], stored[_SUM_SIZE:]
        if checksum != _checksum(payload):
            return None
        return json.loads(payload)

    def keep(self, digest: str, data: object) -> None:
        """Remember what the bytes of this digest say."""
        if data is not None and is_lossless(data):
            self._write(digest, json.dumps(data).encode("ascii"))

    def _path(self, digest: str) -> str:
        return f"{self._directory}/{digest}.json"

    def _write(self, digest: str, payload: bytes) -> None:
        from lineal.storage.atomic import write_atomic  # deferred: only after a real parse

        try:
            os.makedirs(self._directory, exist_ok=True)
            write_atomic(self._path(digest), _checksum(payload) + payload)
            self._forget_oldest()
        except OSError:
            return  # a read-only project or a full disk: the next run parses again

    def _forget_oldest(self) -> None:
        with os.scandir(self._directory) as entries:
            aged = [(entry.stat().st_mtime_ns, entry.path) for entry in entries]
        for _, path in sorted(aged)[:-_KEEP]:
            os.unlink(path)


def is_lossless(data: object) -> bool:
    """Tell whether JSON gives back exactly this, in types, order and identity of containers."""
    seen: set[int] = set()
    pending: list[Any] = [data]
    while pending:
        item = pending.pop()
        kind = type(item)
        if kind in _LEAVES:
            if kind is int and item.bit_length() > _INT_BITS:
                return False
            continue
        # A container met twice would come back as two, and be written without its anchor.
        if id(item) in seen:
            return False
        seen.add(id(item))
        if kind is dict and all(type(key) is str for key in item):
            pending.extend(item.values())
        elif kind is list:
            pending.extend(item)
        else:
            return False
    return True


_LEAVES = frozenset((str, int, float, bool, type(None)))


def _checksum(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=_SUM_SIZE).digest()
