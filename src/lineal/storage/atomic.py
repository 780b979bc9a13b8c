"""Writing a file so that a reader sees the old bytes or the new, never a mix."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from itertools import count
from typing import Final

_serial = count()
# Process ids are used again; the token keeps two lives of one id apart.
_TOKEN: Final = os.urandom(4).hex()
_TEMPORARY: Final = re.compile(r"\.lineal-[0-9a-f]+-[0-9a-f]+-[0-9a-f]{8}\.tmp")
_PLAIN_MODE: Final = 0o666


def write_atomic(path: str, data: bytes, mode: int | None = None, *, sync: bool = False) -> None:
    """Write beside ``path`` and rename over it.

    ``mode`` None keeps the mode of the file that is replaced, or gives a new file
    what the umask leaves. A symbolic link is followed: its target is replaced.
    """
    target = os.path.realpath(path) if os.path.islink(path) else path
    if mode is None:
        mode = _mode_of(target)
    temporary = temporary_beside(target)
    try:
        _write_new(temporary, data, sync=sync)
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def append_whole(path: str, data: bytes) -> None:
    """Add to the end of a file, or leave it as it was. The file keeps its mode and its links."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o666)
    try:
        size = os.fstat(descriptor).st_size
        try:
            write_all(descriptor, data)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)


def temporary_beside(path: str) -> str:
    """Name a file in the same directory that no other writer uses.

    The name says who made it, so that what a killed process left can be told apart.
    """
    directory = path[: path.rindex("/")]
    return f"{directory}/.lineal-{os.getpid():x}-{next(_serial):x}-{_TOKEN}.tmp"


def is_leftover(path: str) -> bool:
    """Recognise a temporary file of ours; whoever finds one has the project lock."""
    return _TEMPORARY.fullmatch(path.rpartition("/")[2]) is not None


def maker_of(leftover: str) -> int:
    """Return the id of the process that made a temporary file."""
    return int(leftover.rpartition("/")[2].split("-")[1], 16)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write every byte: ``write`` may stop early on a full disk or a signal."""
    written = os.write(descriptor, data)
    if written < len(data):
        view = memoryview(data)
        while written < len(data):
            written += os.write(descriptor, view[written:])


def _write_new(path: str, data: bytes, *, sync: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PLAIN_MODE)
    try:
        write_all(descriptor, data)
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _mode_of(path: str) -> int | None:
    try:
        return os.stat(path).st_mode & 0o7777
    except OSError:
        return None
