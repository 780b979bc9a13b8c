"""Putting one cached object into the workspace, and taking the write protection off.

A workspace path never goes missing on the way: the new file is made beside it and
renamed over it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from lineal.base.errors import DataError, LinkError
from lineal.storage.atomic import temporary_beside
from lineal.storage.links import LINKS, UNSUPPORTED, copy

if TYPE_CHECKING:
    from lineal.storage.cache import Cache

_OWNER_EXECUTES: Final = stat.S_IXUSR
_ANYONE_EXECUTES: Final = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


class Linker:
    """Places objects of one cache; remembers which kinds of link do not work here."""

    __slots__ = ("_cache", "_kinds", "_made")

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._kinds = list(cache.link_types)
        self._made: set[str] = set()

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self._kinds)

    def place(self, object_path: str, path: str) -> None:
        """Make ``path`` the content of the object, replacing a file that is there."""
        self._make_parent(path)
        temporary = temporary_beside(path)
        try:
            self._create(object_path, temporary)
            os.replace(temporary, path)
        except OSError as exc:
            _discard(temporary)
            raise workspace_error(path, exc) from exc
        except BaseException:
            _discard(temporary)
            raise
        if self._kinds[0] == "hardlink":
            # Renaming one name of an inode over another leaves both.
            _discard(temporary)

    def create(self, object_path: str, path: str) -> None:
        """Make ``path``, where nothing is and nobody looks yet."""
        self._make_parent(path)
        try:
            self._create(object_path, path)
        except OSError as exc:
            raise workspace_error(path, exc) from exc

    def _create(self, object_path: str, target: str) -> None:
        while self._kinds:
            try:
                LINKS[self._kinds[0]](object_path, target, 0o666)
            except OSError as exc:
                if exc.errno not in UNSUPPORTED or self._kinds[0] == "copy":
                    raise
                del self._kinds[0]
            else:
                return
        raise LinkError(
            f"no way to link {target} to the cache: "
            f"none of {', '.join(self._cache.link_types)} works here",
            hint="run `lineal config cache.type reflink,copy`",
        )

    def _make_parent(self, path: str) -> None:
        parent = path[: path.rindex("/")]
        if parent not in self._made:
            try:
                os.makedirs(parent, exist_ok=True)
            except OSError as exc:
                raise workspace_error(parent, exc) from exc
            self._made.add(parent)


def detach(path: str, mode: int) -> None:
    """Make a file its own writable copy if it is a link, and give it ``mode``."""
    try:
        st = os.lstat(path)
        if stat.S_ISLNK(st.st_mode) or st.st_nlink > 1:
            _replace_by_copy(path, mode)
        elif stat.S_IMODE(st.st_mode) != mode:
            os.chmod(path, mode)
    except OSError as exc:
        raise workspace_error(path, exc) from exc


def is_executable(mode: int) -> bool:
    return bool(mode & _ANYONE_EXECUTES)


def make_executable(path: str) -> None:
    """Give the owner the right to execute, as DVC does; no one else."""
    mode = os.stat(path).st_mode
    if not mode & _OWNER_EXECUTES:
        # An object of a read-only cache behind a link cannot be changed, nor must it.
        with suppress(OSError):
            os.chmod(path, stat.S_IMODE(mode) | _OWNER_EXECUTES)


def workspace_error(path: str, exc: OSError) -> DataError:
    return DataError(
        f"cannot write {path}: {exc.strerror}",
        hint="free some space or check the permissions of its directory",
    )


def _replace_by_copy(path: str, mode: int) -> None:
    temporary = temporary_beside(path)
    try:
        copy(path, temporary)
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        _discard(temporary)
        raise


def _discard(temporary: str) -> None:
    with suppress(OSError):
        os.unlink(temporary)
