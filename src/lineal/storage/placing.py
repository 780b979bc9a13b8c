"""Putting one cached object into the workspace, and taking the write protection off.

A workspace path never goes missing on the way: the new file is made beside it and
renamed over it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from lineal.base.errors import DataError
from lineal.storage.atomic import temporary_beside
from lineal.storage.links import LINKS, UNSUPPORTED, copy

if TYPE_CHECKING:
    from lineal.storage.cache import Cache

_OWNER_EXECUTES: Final = stat.S_IXUSR


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
        if not os.path.lexists(path):
            # Nothing to lose, so no detour; a copy is the one kind that takes time.
            if self._kinds[:1] not in (["copy"], []) and self._try(object_path, path):
                return
        temporary = temporary_beside(path)
        try:
            if not self._try(object_path, temporary):
                raise DataError(
                    f"no way to link {path} to the cache: "
                    f"none of {', '.join(self._cache.link_types)} works here",
                    hint="run `lineal config cache.type reflink,copy`",
                )
            os.replace(temporary, path)
        except OSError as exc:
            raise workspace_error(path, exc) from exc
        finally:
            # Renaming over another name of the same inode leaves both names.
            with suppress(OSError):
                os.unlink(temporary)

    def _try(self, object_path: str, target: str) -> bool:
        while self._kinds:
            try:
                LINKS[self._kinds[0]](object_path, target, 0o666)
            except OSError as exc:
                if exc.errno not in UNSUPPORTED or self._kinds[0] == "copy":
                    raise
                del self._kinds[0]
            else:
                return True
        return False

    def _make_parent(self, path: str) -> None:
        parent = os.path.dirname(path)
        if parent not in self._made:
            try:
                os.makedirs(parent, exist_ok=True)
            except OSError as exc:
                raise workspace_error(parent, exc) from exc
            self._made.add(parent)


def detach(path: str, mode: int) -> None:
    """Make a file its own writable copy if it is a link, and give it ``mode``."""
    st = os.lstat(path)
    if stat.S_ISLNK(st.st_mode) or st.st_nlink > 1:
        temporary = temporary_beside(path)
        try:
            copy(path, temporary)
            os.chmod(temporary, mode)
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                os.unlink(temporary)
    elif stat.S_IMODE(st.st_mode) != mode:
        os.chmod(path, mode)


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
