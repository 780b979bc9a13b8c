"""Bringing one file into being from another: reflink, hardlink, symlink or copy.

Every function creates ``target``, which must not exist. Which kind to use, and
putting the result in place, is for the callers.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from lineal.storage.atomic import write_all

if TYPE_CHECKING:
    from collections.abc import Callable

# What a file system answers when it does not know a kind of link.
UNSUPPORTED: Final = frozenset(
    (
        errno.EPERM,
        errno.ENOTSUP,
        errno.EXDEV,
        errno.ENOTTY,
        errno.ENOSYS,
        errno.EINVAL,
        errno.EAGAIN,
        errno.EMLINK,
    )
)
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_FICLONE: Final = 0x40049409
# Small enough for the allocator to reuse it.
_FIRST: Final = 1 << 16
_BLOCK: Final = 1 << 20
_KERNEL_COPY: Final = 1 << 30


def copy(source: str, target: str, mode: int = 0o666) -> None:
    """Copy the bytes; ``mode`` is cut by the umask."""
    reading = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        writing = os.open(target, _CREATE, mode)
        try:
            _copy_bytes(reading, writing)
        except BaseException:
            _discard(target)
            raise
        finally:
            os.close(writing)
    finally:
        os.close(reading)


def reflink(source: str, target: str, mode: int = 0o666) -> None:
    """Share the blocks until one side is written; ``OSError`` where that is not possible."""
    if sys.platform == "darwin":
        _clonefile(source, target)
        return
    # deferred: Linux only, and only where a link is made
    import fcntl

    reading = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        writing = os.open(target, _CREATE, mode)
        try:
            fcntl.ioctl(writing, _FICLONE, reading)
        except BaseException:
            _discard(target)
            raise
        finally:
            os.close(writing)
    finally:
        os.close(reading)


def hardlink(source: str, target: str, mode: int = 0o666) -> None:
    """Share the inode. Empty files all have one digest and would exhaust its link count."""
    if os.stat(source).st_size == 0:
        os.close(os.open(target, _CREATE, mode))
        return
    os.link(os.path.realpath(source) if os.path.islink(source) else source, target)


def symlink(source: str, target: str, mode: int = 0o666) -> None:
    del mode
    os.symlink(source, target)


LINKS: Final[dict[str, Callable[[str, str, int], None]]] = {
    "reflink": reflink,
    "hardlink": hardlink,
    "symlink": symlink,
    "copy": copy,
}


def _copy_bytes(reading: int, writing: int) -> None:
    # Most files end within the first block, and then two calls are all it takes.
    data = os.read(reading, _FIRST)
    write_all(writing, data)
    if len(data) < _FIRST:
        return
    if hasattr(os, "copy_file_range"):
        # Not on every kernel and file system: where it stops, the loop goes on.
        with suppress(OSError):
            while os.copy_file_range(reading, writing, _KERNEL_COPY):
                pass
    while data := os.read(reading, _BLOCK):
        write_all(writing, data)


def _clonefile(source: str, target: str) -> None:
    # deferred: macOS only
    import ctypes

    clone = ctypes.CDLL(None, use_errno=True).clonefile
    if clone(os.fsencode(source), os.fsencode(target), 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), target)


def _discard(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
