"""What project files of earlier revisions say, remembered for good: those never change.

One database, because a history has thousands of small documents. A memory like `memo`:
damaged, full or read-only, it costs a parse, never an error.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from contextlib import suppress
from typing import Any

from lineal.pipeline.documents.memo import is_lossless

_SCHEMA = "create table if not exists parsed (digest text primary key, said blob) without rowid"
_MOST_BYTES = 256 << 20
_MOST_RECENT = 256
# A damaged blob, of whatever kind the damage is.
_DAMAGE = (zlib.error, ValueError, sqlite3.Error)


class RevisionMemo:
    """Opened at the first question; what was learnt is written when it is closed."""

    __slots__ = ("_connection", "_path", "_recent")

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        # Consecutive revisions share most of their files.
        self._recent: dict[str, Any] = {}

    def get(self, digest: str) -> Any:  # noqa: ANN401  what YAML holds
        if digest in self._recent:
            return self._recent[digest]
        try:
            row = self._open().execute("select said from parsed where digest = ?", (digest,))
            found = row.fetchone()
            data = None if found is None else json.loads(zlib.decompress(found[0]))
        except _DAMAGE:
            return None
        if data is not None:
            self._remember(digest, data)
        return data

    def keep(self, digest: str, data: object) -> None:
        if data is None or not is_lossless(data):
            return
        self._remember(digest, data)
        said = zlib.compress(json.dumps(data).encode("ascii"), 1)
        with suppress(sqlite3.Error):
            self._open().execute("insert or replace into parsed values (?, ?)", (digest, said))

    def close(self) -> None:
        if self._connection is None:
            return
        with suppress(sqlite3.Error):
            self._connection.commit()
        self._connection.close()
        self._connection = None

    def _remember(self, digest: str, data: object) -> None:
        if len(self._recent) >= _MOST_RECENT:
            self._recent.clear()
        self._recent[digest] = data

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _opened(self._path)
        return self._connection


def _opened(path: str) -> sqlite3.Connection:
    with suppress(OSError):
        if os.path.getsize(path) > _MOST_BYTES:
            os.unlink(path)
    for _ in range(2):
        try:
            return _connected(path)
        except sqlite3.OperationalError:
            # Locked for long, or not ours to write: then this process remembers for itself.
            break
        except sqlite3.DatabaseError:
            with suppress(OSError):
                os.unlink(path)
    return _connected(":memory:")


def _connected(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0.5, check_same_thread=False)
    try:
        connection.execute("pragma synchronous=off")
        connection.execute(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
