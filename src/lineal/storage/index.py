"""The memory of digests: which file, seen how, had which content.

A cache and nothing else: losing it costs time, never truth. So every failure here
(a damaged file, a lock that is not given, a read-only disk) ends in hashing again.
"""

from __future__ import annotations

import os
import sqlite3
from _thread import allocate_lock  # threading would cost a millisecond at every start
from contextlib import suppress
from typing import Any, Final
from zlib import crc32

from lineal.storage.algorithm import MD5, Algorithm
from lineal.storage.signature import UNTRUSTED, Signature, is_settled
from lineal.storage.snapshot import Snapshot, is_whole
from lineal.storage.tick import StampClock

_FILE: Final = "digests.db"
_VERSION: Final = 1
_BUSY_MS: Final = 5_000
# More rows than this are looked up one at a time instead of being read at once.
_MOST_PRELOADED: Final = 100_000
# Kill -9 in a long run must not cost the digests of what was hashed long before.
_FLUSH_EVERY: Final = 2_000

_SCHEMA: Final = """
CREATE TABLE files (
    path BLOB NOT NULL,       -- absolute path, as the file system spells it
    algorithm TEXT NOT NULL,  -- md5 or md5-dos2unix
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,   -- folded into the signed range
    digest TEXT NOT NULL,     -- hexadecimal
    proof INTEGER NOT NULL,   -- CRC-32 of all of the above
    PRIMARY KEY (path, algorithm)
) WITHOUT ROWID;
CREATE TABLE snapshots (
    path BLOB NOT NULL,       -- absolute path of the directory
    algorithm TEXT NOT NULL,
    names BLOB NOT NULL,      -- relative paths, each ended by a NUL, in tree order
    signatures BLOB NOT NULL, -- four 64-bit numbers per file
    digests BLOB NOT NULL,    -- 16 bytes per file
    oid TEXT NOT NULL,        -- of the .dir object
    size INTEGER NOT NULL,    -- bytes in all files
    proof INTEGER NOT NULL,
    PRIMARY KEY (path, algorithm)
);
"""
_READ_FILES: Final = (
    "SELECT path, algorithm, size, mtime_ns, ctime_ns, inode, digest, proof FROM files"
)
_READ_FILE: Final = _READ_FILES + " WHERE path = ? AND algorithm = ?"
_COUNT_FILES: Final = "SELECT count(*) FROM (SELECT 1 FROM files LIMIT ?)"
_SAVE_FILE: Final = "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_READ_SNAPSHOT: Final = (
    "SELECT names, signatures, digests, oid, size, proof FROM snapshots"
    " WHERE path = ? AND algorithm = ?"
)
_SAVE_SNAPSHOT: Final = "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

_Key = tuple[bytes, str]
_FileRow = tuple[bytes, str, int, int, int, int, str, int]


class HashIndex:
    """One open index. Threads may share it; several processes may open the same file."""

    __slots__ = (
        "_connection",
        "_directory",
        "_lock",
        "_new_files",
        "_new_snapshots",
        "_rows",
        "clock",
    )

    def __init__(self, directory: str | None) -> None:
        self.clock = StampClock(directory)
        self._directory = directory
        self._connection: sqlite3.Connection | None = None
        self._lock = allocate_lock()
        self._rows: dict[_Key, _FileRow] | None = None
        self._new_files: dict[_Key, _FileRow] = {}
        self._new_snapshots: dict[_Key, Snapshot] = {}

    @classmethod
    def open(cls, directory: str | None) -> HashIndex:
        """Open or create; None, or a directory that cannot be written, remembers nothing."""
        index = cls(directory)
        with index._lock:
            index._connect()
        return index

    def close(self) -> None:
        with self._lock:
            self._flush()
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def digest(self, path: str, signature: Signature, algorithm: Algorithm = MD5) -> str | None:
        """Return the digest of a file that still looks exactly as when it was hashed."""
        key = (os.fsencode(path), algorithm)
        with self._lock:
            row = self._new_files.get(key) or self._file_row(key)
        if row is None or row[2:6] != signature or row[7] != _proof(row[:7]):
            return None
        return row[6]

    def last_digest(self, path: str, algorithm: Algorithm = MD5) -> str | None:
        """Return what a file held when last hashed, whatever it holds now: a hint."""
        key = (os.fsencode(path), algorithm)
        with self._lock:
            row = self._new_files.get(key) or self._file_row(key)
        return row[6] if row is not None and row[7] == _proof(row[:7]) else None

    def remember(
        self,
        path: str,
        signature: Signature,
        digest: str,
        tick_ns: int,
        algorithm: Algorithm = MD5,
    ) -> None:
        """Keep a digest whose hashing began at ``tick_ns``."""
        if not is_settled(signature, tick_ns):
            signature = UNTRUSTED
        key = (os.fsencode(path), algorithm)
        row = (*key, *signature, digest)
        with self._lock:
            self._new_files[key] = (*row, _proof(row))
            if len(self._new_files) >= _FLUSH_EVERY:
                self._flush()

    def snapshot(self, path: str, algorithm: Algorithm = MD5) -> Snapshot | None:
        key = (os.fsencode(path), algorithm)
        with self._lock:
            known = self._new_snapshots.get(key)
            if known is not None:
                return known
            rows = self._query(_READ_SNAPSHOT, key)
        if not rows:
            return None
        *parts, proof = rows[0]
        if proof != _proof(parts):
            return None
        snapshot = Snapshot._make(parts)
        return snapshot if is_whole(snapshot) else None

    def remember_snapshot(self, path: str, snapshot: Snapshot, algorithm: Algorithm = MD5) -> None:
        with self._lock:
            self._new_snapshots[os.fsencode(path), algorithm] = snapshot
            self._flush()

    def flush(self) -> None:
        with self._lock:
            self._flush()

    def _file_row(self, key: _Key) -> _FileRow | None:
        if self._rows is None:
            counted = self._query(_COUNT_FILES, (_MOST_PRELOADED + 1,))
            if not counted or counted[0][0] > _MOST_PRELOADED:
                rows = self._query(_READ_FILE, key)
                return rows[0] if rows else None
            self._rows = {(row[0], row[1]): row for row in self._query(_READ_FILES, ())}
        return self._rows.get(key)

    def _query(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        # SQLite gives back whatever is in the file; ``_proof`` tells whether it is ours.
        if self._connection is None:
            return []
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError:
            return []
        except sqlite3.DatabaseError:
            self._rebuild()
            return []

    def _flush(self) -> None:
        files, self._new_files = self._new_files, {}
        snapshots, self._new_snapshots = self._new_snapshots, {}
        if self._rows is not None:
            self._rows.update(files)
        if self._connection is None or not (files or snapshots):
            return
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(_SAVE_FILE, files.values())
                self._connection.executemany(
                    _SAVE_SNAPSHOT,
                    [(*key, *parts, _proof(parts)) for key, parts in snapshots.items()],
                )
        except sqlite3.OperationalError:
            # Another process holds it for long, or the disk is full: forget.
            return
        except sqlite3.DatabaseError:
            self._rebuild()

    def _connect(self) -> None:
        directory = self._directory
        if directory is None:
            return
        try:
            os.makedirs(directory, exist_ok=True)
            if os.access(directory, os.W_OK):
                self._connection = _open_database(f"{directory}/{_FILE}")
        except (sqlite3.OperationalError, OSError):
            self._connection = None
        except sqlite3.DatabaseError:
            self._rebuild()

    def _rebuild(self) -> None:
        """Replace a damaged database, once: damage that returns is a broken disk."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        directory, self._directory = self._directory, None
        if directory is None:
            return
        with suppress(sqlite3.DatabaseError, OSError):
            for suffix in ("", "-wal", "-shm"):
                with suppress(FileNotFoundError):
                    os.unlink(f"{directory}/{_FILE}{suffix}")
            self._connection = _open_database(f"{directory}/{_FILE}")


def _open_database(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path,
        timeout=_BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # Rows carry their own proof, so a power cut may lose them but not falsify them.
        connection.execute("PRAGMA synchronous = OFF")
        _ensure_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _ensure_schema(connection: sqlite3.Connection) -> None:
    if _schema_version(connection) == _VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have built it while we waited.
    if _schema_version(connection) != _VERSION:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        for (name,) in tables.fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        for statement in _SCHEMA.split(";")[:-1]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("COMMIT")


def _schema_version(connection: sqlite3.Connection) -> object:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _proof(parts: tuple[object, ...] | list[object]) -> int:
    """Checksum a row: a flipped bit in the file must not become a wrong digest."""
    proof = 0
    for part in parts:
        proof = crc32(part if isinstance(part, bytes) else str(part).encode(), proof)
    return proof
