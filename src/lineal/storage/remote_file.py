"""A file object over one object of a remote: read in parts, or all of it and then verified.

Nothing is kept on disk, and never more in memory than one window beside what was asked for.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from lineal.base.errors import RemoteError
from lineal.storage.algorithm import MD5
from lineal.storage.digest import digest_bytes

if TYPE_CHECKING:
    import hashlib

    from _typeshed import WriteableBuffer

    from lineal.storage.algorithm import Algorithm
    from lineal.storage.remotes.port import Remote

# Reading on where the last read ended doubles what is fetched at once; a jump starts small again,
# because whoever jumps (a Parquet reader) knows how much it wants.
_FIRST_WINDOW: Final = 1 << 16
_LARGEST_WINDOW: Final = 1 << 23
_BUFFER: Final = 1 << 16


class Expected:
    """The digest that all of an object must have, fed in the order it is read."""

    __slots__ = ("_algorithm", "_at", "_hasher", "_name", "_oid")

    def __init__(self, oid: str, algorithm: Algorithm, name: str) -> None:
        self._oid = oid
        self._algorithm = algorithm
        self._name = name
        self._at = 0
        self._hasher: hashlib._Hash | None = None

    def see(self, start: int, data: bytes, size: int) -> None:
        """Bytes read in order from the start count; the last of them decide."""
        if self._algorithm != MD5 or start != self._at or not data:
            return
        if self._hasher is None:
            import hashlib  # deferred: who reads a part of an object never compares digests

            self._hasher = hashlib.md5(usedforsecurity=False)
        self._hasher.update(data)
        self._at += len(data)
        if self._at == size:
            self._compare(self._hasher.hexdigest())

    def check(self, data: bytes) -> None:
        """All of it at once, in either of DVC's algorithms."""
        self._compare(digest_bytes(data, self._algorithm))

    def _compare(self, found: str) -> None:
        if found != self._oid:
            raise RemoteError(
                f"'{self._name}' arrived with the content {found}, expected {self._oid}",
                hint="the object on the remote is damaged: push it again from where it is whole",
            )


def open_remote_file(
    remote: Remote, key: str, size: int, expected: Expected | None = None
) -> io.BufferedReader:
    """Seekable and buffered. Closing it closes the remote."""
    return io.BufferedReader(RemoteFile(remote, key, size, expected), _BUFFER)


class RemoteFile(io.RawIOBase):
    """Fetches windows of an object as they are needed."""

    __slots__ = ("_data", "_expected", "_key", "_position", "_remote", "_size", "_start", "_window")

    def __init__(
        self, remote: Remote, key: str, size: int, expected: Expected | None = None
    ) -> None:
        super().__init__()
        self._remote = remote
        self._key = key
        self._size = size
        self._expected = expected
        self._position = 0
        self._start = 0
        self._data = b""
        self._window = _FIRST_WINDOW

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError(22, "Invalid argument")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._position >= self._size or not len(view):
            return 0
        if not self._start <= self._position < self._start + len(self._data):
            self._fetch(len(view))
        at = self._position - self._start
        count = min(len(view), len(self._data) - at)
        view[:count] = self._data[at : at + count]
        self._position += count
        return count

    def readall(self) -> bytes:
        if self._position == 0:
            data = b"".join(self._remote.stream(self._key))
            if self._expected is not None:
                self._expected.check(data)
        else:
            data = self._range(self._position, max(0, self._size - self._position))
        self._position += len(data)
        return data

    def close(self) -> None:
        if not self.closed:
            self._data = b""
            self._remote.close()
        super().close()

    def _fetch(self, wanted: int) -> None:
        goes_on = self._position == self._start + len(self._data)
        self._window = min(self._window * 2, _LARGEST_WINDOW) if goes_on else _FIRST_WINDOW
        length = min(max(wanted, self._window), self._size - self._position)
        self._data = self._range(self._position, length)
        self._start = self._position
        if self._expected is not None:
            self._expected.see(self._start, self._data, self._size)

    def _range(self, start: int, length: int) -> bytes:
        if not length:
            return b""
        data = self._remote.read_range(self._key, start, length)
        if len(data) != length:
            raise RemoteError(
                f"'{self._key}' on {self._remote.url} ended after {start + len(data)} bytes,"
                f" expected {self._size}",
                hint="the object is truncated: push it again from where it is whole",
            )
        return data
