"""Who may touch what: one compaction at a time, and only segments that nobody writes any more.

The kernel holds these locks for a process and lets go of them when it dies.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import BusyError, DataError
from lineal.receipts import places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack


@contextmanager
def alone(directory: str) -> Iterator[None]:
    """Be the only compaction; BusyError while there is another."""
    try:
        os.makedirs(places.wal(directory), exist_ok=True)
        descriptor = os.open(places.lock(directory), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as exc:
        raise DataError(f"{directory} cannot be written: {exc.strerror}") from exc
    try:
        if not _locked(descriptor):
            raise BusyError(
                f"another process compacts the receipts in {directory}", hint="wait until it ends"
            )
        yield
    finally:
        os.close(descriptor)


def sealed(directory: str, name: str, locks: ExitStack) -> bool:
    """Whether nobody writes the segment; then nobody will while ``locks`` are held."""
    try:
        descriptor = os.open(places.segment(directory, name), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    locks.callback(os.close, descriptor)
    return _locked(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
