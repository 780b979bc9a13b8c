"""Taking bytes into the cache: hashed and copied in one pass, complete or not at all.

Whole outputs, and what becomes of the workspace file, are ``storage.store``.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

from lineal.base.errors import DataError
from lineal.storage.algorithm import MD5, Algorithm
from lineal.storage.atomic import temporary_beside, write_all
from lineal.storage.cache import OBJECT_MODE, Cache, cache_error
from lineal.storage.digest import digest_bytes
from lineal.storage.hashing import SMALL, Hashed, hash_file, open_for_reading, open_regular
from lineal.storage.links import UNSUPPORTED, copy, reflink
from lineal.storage.removal import sweep_beside
from lineal.storage.signature import Signature, signature_of
from lineal.storage.streaming import copy_hashing

_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_ATTEMPTS: Final = 5


def put_bytes(cache: Cache, oid: str, data: bytes, algorithm: Algorithm = MD5) -> None:
    """Store an object whose content is at hand; one that is there already is kept."""
    path = cache.object_path(oid, algorithm)
    # Asking first spares an exception for each object of a first ``add``.
    if os.access(path, os.F_OK) and cache.has(oid, algorithm):
        return
    cache.make_parent(path)
    temporary = temporary_beside(path)
    try:
        _write(temporary, data)
        _settle(cache, temporary, path)
    except OSError as exc:
        _discard(temporary)
        raise cache_error(path, exc) from exc
    except BaseException:
        _discard(temporary)
        raise


def put_file(cache: Cache, path: str, oid: str, algorithm: Algorithm = MD5) -> None:
    """Store a file whose digest is known: share its blocks if possible, else copy."""
    target = cache.object_path(oid, algorithm)
    cache.make_parent(target)
    temporary = temporary_beside(target)
    try:
        _clone_or_copy(cache, path, temporary)
        _settle(cache, temporary, target)
    except OSError as exc:
        _discard(temporary)
        raise cache_error(target, exc) from exc
    except BaseException:
        _discard(temporary)
        raise


def take_in(
    cache: Cache,
    path: str,
    seen: Signature,
    algorithm: Algorithm,
    *,
    hint: str | None = None,
) -> Hashed:
    """Hash a file of unknown content and store it, reading it once.

    ``hint`` is what the file held before: when that object is in the cache the content
    has likely not changed, and hashing alone is cheaper than a copy to throw away.
    """
    if seen.size > SMALL and (algorithm != MD5 or (hint and cache.has(hint, algorithm))):
        hashed = hash_file(path, algorithm, expected=seen)
        if not cache.has(hashed.digest, algorithm):
            put_file(cache, path, hashed.digest, algorithm)
        return hashed
    for _ in range(_ATTEMPTS):
        if seen.size <= SMALL:
            hashed = _take_small(cache, path, seen, algorithm)
        else:
            hashed = _take_large(cache, path, algorithm)
        if hashed.signature == seen:
            return hashed
        seen = signature_of(os.stat(path))
    raise DataError(
        f"{path} keeps changing while it is read",
        hint="wait until the program that writes it is done",
    )


def _take_small(cache: Cache, path: str, seen: Signature, algorithm: Algorithm) -> Hashed:
    descriptor = open_for_reading(path)
    try:
        data = os.read(descriptor, seen.size + 1)
        after = signature_of(os.fstat(descriptor))
    finally:
        os.close(descriptor)
    digest = digest_bytes(data, algorithm)
    if after == seen:
        put_bytes(cache, digest, data, algorithm)
    return Hashed(digest, after)


def _take_large(cache: Cache, path: str, algorithm: Algorithm) -> Hashed:
    """Copy while hashing; the object's name is known only at the end."""
    waiting = f"{cache.objects_dir(algorithm)}/"
    cache.make_parent(waiting)
    sweep_beside(waiting)
    temporary = temporary_beside(waiting)
    descriptor = open_regular(path)
    try:
        digest = _copy_and_hash(cache, path, descriptor, temporary)
        after = signature_of(os.fstat(descriptor))
        if cache.has(digest, algorithm):
            _discard(temporary)
        else:
            target = cache.object_path(digest, algorithm)
            cache.make_parent(target)
            _settle(cache, temporary, target)
    except OSError as exc:
        _discard(temporary)
        raise cache_error(temporary, exc) from exc
    except BaseException:
        _discard(temporary)
        raise
    finally:
        os.close(descriptor)
    return Hashed(digest, after)


def _copy_and_hash(cache: Cache, path: str, descriptor: int, temporary: str) -> str:
    """Fill ``temporary``; the digest is of the very bytes that went there."""
    if _cloned(cache, path, temporary):
        return hash_file(temporary).digest
    size = os.fstat(descriptor).st_size
    return copy_hashing(descriptor, temporary, OBJECT_MODE, size)


def _clone_or_copy(cache: Cache, path: str, temporary: str) -> None:
    if not _cloned(cache, path, temporary):
        copy(path, temporary, OBJECT_MODE)


def _cloned(cache: Cache, path: str, temporary: str) -> bool:
    if "reflink" not in cache.link_types:
        return False
    try:
        reflink(path, temporary, OBJECT_MODE)
    except OSError as exc:
        if exc.errno not in UNSUPPORTED:
            raise
        return False
    return True


def _write(temporary: str, data: bytes) -> None:
    descriptor = os.open(temporary, _CREATE, OBJECT_MODE)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _settle(cache: Cache, temporary: str, path: str) -> None:
    """Give the object its name. Its mode says "verified", so it must hold before that."""
    if cache.copy_mode & OBJECT_MODE != OBJECT_MODE:
        # The umask took reading rights away that every object has.
        cache.protect(temporary)
    os.rename(temporary, path)


def _discard(temporary: str) -> None:
    with suppress(OSError):
        os.unlink(temporary)
