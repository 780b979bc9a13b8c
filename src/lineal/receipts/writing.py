"""A worker's own segment: what is written here survives the worker.

One ``write`` is one call of the kernel. When it has returned, ``kill -9`` loses nothing; for a
power cut there is ``durable``. What stands in a segment, `segment` says; who takes it over,
`compact` says.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from lineal.base.errors import DataError
from lineal.receipts import places
from lineal.receipts.segment import MOST_CALL, SEGMENT_BYTES, encode_header, encode_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.base.errors import LinealError
    from lineal.receipts.receipt import Origin

SEGMENT_SECONDS: Final = 300.0
_NAME_BYTES: Final = 16
_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC


class ReceiptLog:
    """The open segment of one process. Not for several threads at once.

    As long as it is open its file is locked, and compaction leaves it alone; a process that dies
    lets go of it. ``durable`` waits for the disk with each call.
    """

    __slots__ = (
        "_born",
        "_descriptor",
        "_directory",
        "_durable",
        "_header",
        "_limit",
        "_owner",
        "_seconds",
        "_size",
    )

    def __init__(
        self,
        directory: str,
        origin: Origin,
        *,
        durable: bool = False,
        segment_bytes: int = SEGMENT_BYTES,
        segment_seconds: float = SEGMENT_SECONDS,
    ) -> None:
        """Make the directory and the first segment, so that what is wrong with them is known."""
        self._directory = directory
        self._header = encode_header(origin)
        self._durable = durable
        self._limit = segment_bytes
        self._seconds = segment_seconds
        self._descriptor = -1
        self._size = 0
        self._start()

    def write(
        self, route: str, rows: Iterable[tuple[bytes, Mapping[str, Any], float, int | str]]
    ) -> None:
        """Keep ``(id, inputs, score, decision)`` of each prediction, or raise and keep none."""
        data = encode_rows(route, rows)
        if len(data) > MOST_CALL:
            raise DataError(f"the receipts of one request take {len(data):,} bytes")
        if (
            self._size >= self._limit
            or monotonic() - self._born > self._seconds
            or self._owner != os.getpid()
        ):
            self._start()
        self._append(data)

    def seal_if_old(self) -> None:
        """Let compaction have what an idle worker wrote; call it now and then."""
        if self._size > len(self._header) and monotonic() - self._born > self._seconds:
            self._start()

    def close(self) -> None:
        """Seal the segment: compaction may have it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _append(self, data: bytes) -> None:
        try:
            done = os.write(self._descriptor, data)
            if done < len(data):
                _write_rest(self._descriptor, data, done)
            if self._durable:
                os.fdatasync(self._descriptor)
        except OSError as exc:
            self._take_back()
            raise _failed(self._directory, exc) from exc
        self._size += len(data)

    def _take_back(self) -> None:
        """Leave no part of a call behind. Where even that fails, this segment has ended."""
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError:
            self._size = self._limit

    def _start(self) -> None:
        """The next segment: under its name only when it is locked and has its header."""
        name = os.urandom(_NAME_BYTES).hex()
        unborn = f"{places.wal(self._directory)}/{name}{places.UNBORN}"
        try:
            os.makedirs(places.wal(self._directory), exist_ok=True)
            descriptor = os.open(unborn, _FLAGS, 0o666)
        except OSError as exc:
            raise _failed(self._directory, exc) from exc
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write_rest(descriptor, self._header, 0)
            os.rename(unborn, places.segment(self._directory, name))
            if self._durable:
                _sync_directory(places.wal(self._directory))
        except OSError as exc:
            os.close(descriptor)
            with suppress(OSError):
                os.unlink(unborn)
            raise _failed(self._directory, exc) from exc
        self.close()
        self._descriptor = descriptor
        self._size = len(self._header)
        self._born = monotonic()
        self._owner = os.getpid()


def _write_rest(descriptor: int, data: bytes, done: int) -> None:
    view = memoryview(data)
    while done < len(data):
        done += os.write(descriptor, view[done:])


def _sync_directory(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _failed(directory: str, error: OSError) -> LinealError:
    return DataError(
        f"receipts cannot be written below {directory}: {error.strerror}",
        hint="make room there, or say another place with --receipts DIR",
    )
