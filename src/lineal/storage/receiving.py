"""Taking a stream of bytes into the cache: hashed on the way, complete or not at all.

For bytes whose digest nobody knows beforehand. Objects of a remote, which are known by it, are
``storage.transfer``.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.storage.atomic import temporary_beside, write_all
from lineal.storage.cache import OBJECT_MODE, cache_error
from lineal.storage.removal import sweep_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lineal.storage.cache import Cache

_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class Received(NamedTuple):
    oid: str
    size: int


def receive(cache: Cache, pieces: Iterable[bytes], check: Callable[[Received], None]) -> Received:
    """Store what arrives; ``check`` sees what it was before it becomes an object, and may raise."""
    temporary = temporary_beside(_waiting(cache))
    try:
        received = _write(temporary, pieces)
        check(received)
        _settle(cache, temporary, received.oid)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return received


def sweep_waiting(cache: Cache) -> None:
    """Delete what killed processes had received in part."""
    sweep_beside(_waiting(cache))


def _waiting(cache: Cache) -> str:
    waiting = f"{cache.objects_dir()}/"
    cache.make_parent(waiting)
    return waiting


def _write(temporary: str, pieces: Iterable[bytes]) -> Received:
    digest = hashlib.md5(usedforsecurity=False)
    size = 0
    try:
        descriptor = os.open(temporary, _CREATE, OBJECT_MODE)
    except OSError as exc:
        raise cache_error(temporary, exc) from exc
    try:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            try:
                write_all(descriptor, piece)
            except OSError as exc:
                raise cache_error(temporary, exc) from exc
    finally:
        os.close(descriptor)
    return Received(digest.hexdigest(), size)


def _settle(cache: Cache, temporary: str, oid: str) -> None:
    target = cache.object_path(oid)
    try:
        if cache.has(oid):
            os.unlink(temporary)
            return
        cache.make_parent(target)
        cache.protect(temporary)
        os.rename(temporary, target)
    except OSError as exc:
        raise cache_error(target, exc) from exc
