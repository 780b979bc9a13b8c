"""Copying a big file into the cache while it is hashed.

Past the page cache as long as the disk keeps up with the digest: the copy is not read
again soon, it would push out what is, and filling fresh pages costs more than hashing.
"""

from __future__ import annotations

import hashlib
import os
import time
from typing import Final

from lineal.storage.atomic import write_all

_BLOCK: Final = 1 << 22
# Every device in use accepts direct writes of this alignment.
_ALIGNMENT: Final = 1 << 12
_WORTH_IT: Final = 1 << 25
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_DIRECT: Final = getattr(os, "O_DIRECT", 0)


def copy_hashing(reading: int, target: str, mode: int, size: int) -> str:
    """Write what ``reading`` has left to ``target``, which must not exist; return the md5."""
    # deferred: only for big files
    import mmap

    hasher = hashlib.md5(usedforsecurity=False)
    sink = _Sink(target, mode, direct=size >= _WORTH_IT)
    # Direct writes need memory that begins at a page. It is not closed here: after an
    # error the traceback still refers to it.
    buffer = memoryview(mmap.mmap(-1, _BLOCK))
    try:
        while count := _fill(reading, buffer):
            began = time.monotonic()
            hasher.update(buffer[:count])
            sink.write(buffer[:count], allowed=time.monotonic() - began)
    finally:
        sink.close()
    return hasher.hexdigest()


class _Sink:
    """A new file, written directly until that does not pay."""

    __slots__ = ("_descriptor", "_direct", "_lag")

    def __init__(self, path: str, mode: int, *, direct: bool) -> None:
        self._direct = bool(direct and _DIRECT)
        # Seconds that writing took beyond hashing, over the whole file.
        self._lag = 0.0
        try:
            self._descriptor = os.open(path, _CREATE | (_DIRECT if self._direct else 0), mode)
        except OSError:
            if not self._direct:
                raise
            # The file system does not know direct writes; it may have made the file.
            self._direct = False
            self._descriptor = os.open(path, _CREATE & ~os.O_EXCL, mode)

    def write(self, block: memoryview, *, allowed: float) -> None:
        """Write all of it; ``allowed`` is what the hash of it took."""
        if self._direct and (len(block) % _ALIGNMENT or self._lag > 1.0):
            self._buffer_from_here()
        if not self._direct:
            write_all(self._descriptor, block)
            return
        began = time.monotonic()
        try:
            written = os.write(self._descriptor, block)
        except OSError:
            # What was wrong with it shows again on the ordinary way.
            written = 0
        self._lag = max(0.0, self._lag + time.monotonic() - began - allowed)
        if written < len(block):
            self._buffer_from_here()
            write_all(self._descriptor, block[written:])

    def close(self) -> None:
        os.close(self._descriptor)

    def _buffer_from_here(self) -> None:
        # deferred: not on every platform, and only for big files
        import fcntl

        flags = fcntl.fcntl(self._descriptor, fcntl.F_GETFL)
        fcntl.fcntl(self._descriptor, fcntl.F_SETFL, flags & ~_DIRECT)
        self._direct = False


def _fill(reading: int, buffer: memoryview) -> int:
    """Read until the buffer is full or the file ends: a short block cannot go directly."""
    count = 0
    while count < len(buffer) and (more := os.readv(reading, [buffer[count:]])):
        count += more
    return count
