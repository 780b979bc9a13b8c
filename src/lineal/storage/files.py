"""Where project files are read from: the workspace, or one revision of Git.

The port is as small as loading a project needs. Hashing and moving data never goes through
it: those are about the workspace and the cache.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Entries(NamedTuple):
    """Names of sub-directories (links to directories are not followed) and of files."""

    subdirs: list[str]
    files: list[str]


class Files(Protocol):
    """Paths are absolute, also for a revision: the same place under the same root."""

    def read(self, path: str) -> bytes | None:
        """None when there is no such file; ``OSError`` when there is, and it cannot be read."""

    def is_dir(self, path: str) -> bool: ...

    def exists(self, path: str) -> bool: ...

    def scan(self, directory: str, endings: str | tuple[str, ...] = "") -> Entries:
        """What is in a directory, in no order; of the files only those with such an ending."""


class WorkspaceFiles:
    """The files on disk, as they are now."""

    __slots__ = ()

    def read(self, path: str) -> bytes | None:
        try:
            with open(path, "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def is_dir(self, path: str) -> bool:
        return os.path.isdir(path)

    def exists(self, path: str) -> bool:
        return os.path.exists(path)

    def scan(self, directory: str, endings: str | tuple[str, ...] = "") -> Entries:
        """A directory that cannot be listed holds no project files for us, as with os.walk."""
        subdirs: list[str] = []
        files: list[str] = []
        try:
            with os.scandir(directory) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        subdirs.append(entry.name)
                    elif entry.name.endswith(endings) and entry.is_file():
                        files.append(entry.name)
        except OSError:
            return Entries([], [])
        return Entries(subdirs, files)


WORKSPACE = WorkspaceFiles()


def walk(files: Files, directory: str) -> Iterator[str]:
    """Every file below a directory, by path."""
    pending = [directory]
    while pending:
        here = pending.pop()
        subdirs, names = files.scan(here)
        yield from sorted(f"{here}/{name}" for name in names)
        pending.extend(sorted((f"{here}/{name}" for name in subdirs), reverse=True))
