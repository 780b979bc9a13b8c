"""Bytes that arrive, until they are an object: beside the objects, never among them.

Small ones are judged in memory. Big ones go to a file named by the object, which survives a
killed process: the next download of the same object goes on where it ends.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from lineal.storage.atomic import temporary_beside, write_all
from lineal.storage.cache import OBJECT_MODE, cache_error
from lineal.storage.digest import blocks_of, digest_bytes, make_hasher
from lineal.storage.removal import sweep_beside

if TYPE_CHECKING:
    from lineal.storage.algorithm import Algorithm
    from lineal.storage.cache import Cache
    from lineal.storage.objects import ObjectId

_SUFFIX: Final = ".part"
_PREFIX: Final = ".lineal-"
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_MINE: Final = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
_OWNER_MODE: Final = 0o600
_STALE_SECONDS: Final = 7 * 24 * 3600


def land(cache: Cache, item: ObjectId, data: bytes) -> bool:
    """Keep a small object; False when the bytes are not the ones its name promises."""
    if digest_bytes(data, item.algorithm) != item.digest:
        return False
    target = cache.object_path(item.oid, item.algorithm)
    waiting = temporary_beside(f"{cache.objects_dir(item.algorithm)}/")
    cache.make_parent(target)
    try:
        descriptor = os.open(waiting, _NEW, OBJECT_MODE)
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
        _name(cache, waiting, target)
    except BaseException as exc:
        with suppress(OSError):
            os.unlink(waiting)
        if isinstance(exc, OSError):
            raise cache_error(target, exc) from exc
        raise
    return True


def sweep(cache: Cache, algorithm: Algorithm) -> list[str]:
    """Remove what killed processes left, and what nobody went on with for a week.

    Returns the partial objects that are there to go on with.
    """
    directory = cache.objects_dir(algorithm)
    sweep_beside(f"{directory}/")
    oldest = time.time() - _STALE_SECONDS
    begun = []
    with suppress(OSError), os.scandir(directory) as found:
        for entry in found:
            if is_partial(entry.name):
                if entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)
                else:
                    begun.append(entry.path)
    return begun


def is_partial(name: str) -> bool:
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def partial_path(cache: Cache, item: ObjectId) -> str:
    return f"{cache.objects_dir(item.algorithm)}/{_PREFIX}{item.oid}{_SUFFIX}"


class Arrival:
    """One big object that is arriving; ``size`` bytes of it are here."""

    __slots__ = ("_cache", "_descriptor", "_hasher", "_item", "_path", "size")

    def __init__(self, cache: Cache, item: ObjectId) -> None:
        self._cache = cache
        self._item = item
        self._hasher = make_hasher(item.algorithm)
        cache.make_parent(partial_path(cache, item))
        try:
            self._path, self._descriptor = _open(partial_path(cache, item))
            self.size = self._take_stock()
        except OSError as exc:
            raise cache_error(partial_path(cache, item), exc) from exc

    def append(self, data: bytes) -> None:
        try:
            write_all(self._descriptor, data)
        except OSError as exc:
            if exc.errno in (errno.ENOSPC, errno.EDQUOT):
                # A full disk is not the time to keep half of something.
                self.discard()
            raise cache_error(self._path, exc) from exc
        self._hasher.update(data)
        self.size += len(data)

    def settle(self) -> bool:
        """Make it an object; False, and nothing is kept, when it is not what it should be."""
        if self._hasher.hexdigest() != self._item.digest:
            self.discard()
            return False
        target = self._cache.object_path(self._item.oid, self._item.algorithm)
        self._cache.make_parent(target)
        try:
            os.fchmod(self._descriptor, OBJECT_MODE)
            os.rename(self._path, target)
        except OSError as exc:
            raise cache_error(target, exc) from exc
        return True

    def discard(self) -> None:
        with suppress(OSError):
            os.unlink(self._path)

    def close(self) -> None:
        """What is here stays for whoever goes on."""
        os.close(self._descriptor)

    def _take_stock(self) -> int:
        """Hash what an earlier attempt left."""
        size = os.fstat(self._descriptor).st_size
        for block in blocks_of(self._descriptor):
            self._hasher.update(bytes(block))
        os.lseek(self._descriptor, 0, os.SEEK_END)
        return size


def _open(path: str) -> tuple[str, int]:
    """The file of this object, or one of our own while another process downloads the same."""
    import fcntl  # deferred: only for big objects

    descriptor = os.open(path, _MINE, _OWNER_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(descriptor), os.stat(path)):
            return path, descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(descriptor)
    own = temporary_beside(path)
    return own, os.open(own, _MINE | os.O_EXCL, _OWNER_MODE)


def _name(cache: Cache, waiting: str, target: str) -> None:
    """Give an object its name; its mode says "verified", so it must hold before that."""
    if cache.copy_mode & OBJECT_MODE != OBJECT_MODE:
        cache.protect(waiting)
    os.rename(waiting, target)
