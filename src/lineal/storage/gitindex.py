"""Which paths Git tracks, read from its index file.

Versions 2 and 3 are read here. Everything rarer (version 4, split and sparse indexes,
SHA-256) is asked of ``git`` itself.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from typing import Final, NamedTuple

from lineal.base.errors import DataError
from lineal.storage.signature import Signature, signature_of

_MAGIC: Final = b"DIRC"
_PLAIN_VERSIONS: Final = (2, 3)
_HEADER: Final = 12
# Fixed part of an entry: ten 32-bit numbers, a SHA-1, two bytes of flags.
_FIXED: Final = 62
_EXTENDED_FLAG: Final = 0x4000
_SHA1: Final = 20


class TrackedPaths:
    """The index of one working tree, read again only when its file changes."""

    __slots__ = ("_index", "_paths", "_read_at", "_work_tree")

    def __init__(self, work_tree: str, git_dir: str) -> None:
        self._work_tree = work_tree
        self._index = f"{git_dir}/index"
        self._read_at: Signature | None = None
        self._paths: list[bytes] = []

    def holds(self, relpath: str) -> bool:
        """Say whether ``relpath`` is tracked, or anything below it."""
        try:
            now = signature_of(os.stat(self._index))
        except (FileNotFoundError, NotADirectoryError):
            return False
        if now != self._read_at:
            self._paths = _read_paths(self._index, self._work_tree)
            self._read_at = now
        return _contains(self._paths, os.fsencode(relpath))


def parse_index(data: bytes) -> list[bytes] | None:
    """Return the sorted paths, or None for a layout that only Git should read."""
    if data[:4] != _MAGIC or _number(data, 4) not in _PLAIN_VERSIONS:
        return None
    paths: list[bytes] = []
    at = _HEADER
    for _ in range(_number(data, 8)):
        flags = int.from_bytes(data[at + _FIXED - 2 : at + _FIXED], "big")
        start = at + _FIXED + (2 if flags & _EXTENDED_FLAG else 0)
        end = data.find(b"\0", start)
        if end == -1:
            return None
        paths.append(data[start:end])
        # An entry is padded with one to eight NULs to a multiple of eight bytes.
        at += (end - at + 8) // 8 * 8
    return paths if _only_optional_extensions(data, at) else None


class _Extension(NamedTuple):
    name: bytes
    end: int


def _only_optional_extensions(data: bytes, at: int) -> bool:
    """Git marks what may be skipped by a capital letter; ``link`` and ``sdir`` may not."""
    stop = len(data) - _SHA1
    while at < stop:
        extension = _Extension(data[at : at + 4], at + 8 + _number(data, at + 4))
        if not extension.name[:1].isupper() or extension.end > stop:
            return False
        at = extension.end
    return at == stop


def _contains(paths: list[bytes], wanted: bytes) -> bool:
    for probe in (wanted, wanted + b"/"):
        at = bisect_left(paths, probe)
        if at < len(paths) and (
            paths[at] == wanted or (probe != wanted and paths[at].startswith(probe))
        ):
            return True
    return False


def _read_paths(index: str, work_tree: str) -> list[bytes]:
    with open(index, "rb") as file:
        paths = parse_index(file.read())
    return _ask_git(work_tree) if paths is None else paths


def _ask_git(work_tree: str) -> list[bytes]:
    # deferred: only unusual index layouts need a process
    import subprocess

    command = ["git", "-C", work_tree, "ls-files", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as exc:
        raise DataError(
            f"cannot read the Git index of {work_tree}",
            hint="check that `git ls-files` works there",
        ) from exc
    return sorted(set(done.stdout.split(b"\0")[:-1]))


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")
