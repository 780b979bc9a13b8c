"""One object from the cache to a remote: read once more, because a damaged one must not go."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from lineal.base.errors import DataError, RemoteError
from lineal.storage.algorithm import MD5
from lineal.storage.cache import cache_error
from lineal.storage.digest import digest_bytes
from lineal.storage.hashing import hash_file
from lineal.storage.objects import object_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.storage.cache import Cache
    from lineal.storage.objects import ObjectId
    from lineal.storage.remotes.port import Info, Remote
    from lineal.storage.transfer.workers import Halt

#: What is read into memory, by each worker, and sent as it was verified.
SMALL: Final = 1 << 21
_ATTEMPTS: Final = 2
_FIRST_READ: Final = 1 << 15


class Uploader:
    """Sends objects to one remote.

    The tags of many stores are MD5 digests, those of others are not: once one was, all are
    held to it.
    """

    __slots__ = ("_cache", "_remote", "_tags_are_digests")

    def __init__(self, cache: Cache, remote: Remote) -> None:
        self._cache = cache
        self._remote = remote
        self._tags_are_digests = False

    def upload(self, item: ObjectId, halt: Halt, sent: Callable[[int], None]) -> bool:
        """False when there is no such object in the cache."""
        for _ in range(_ATTEMPTS):
            halt.check()
            info = self._send(item, halt, sent)
            if info is None or self._arrived(info, item):
                return info is not None
        raise RemoteError(
            f"{self._remote.url} says it received other bytes for object {item.oid}",
            hint="run the same command again; if it stays, something between here and there"
            " changes data",
        )

    def _send(self, item: ObjectId, halt: Halt, sent: Callable[[int], None]) -> Info | None:
        path = self._cache.object_path(item.oid, item.algorithm)
        try:
            data = _small(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as exc:
            raise cache_error(path, exc) from exc
        if data is not None:
            _judge(digest_bytes(data, item.algorithm), item, path)
            info = self._remote.write(object_key(item), data)
            sent(len(data))
            return info

        def count(more: int) -> None:
            sent(more)
            halt.check()

        _judge(hash_file(path, item.algorithm).digest, item, path)
        return self._remote.upload(object_key(item), path, count)

    def _arrived(self, info: Info, item: ObjectId) -> bool:
        if item.algorithm != MD5 or info.etag is None:
            return True
        if info.etag == item.digest:
            self._tags_are_digests = True
            return True
        # Of parts or of encrypted bytes: such a tag says nothing about the content.
        return "-" in info.etag or not self._tags_are_digests


def _small(path: str) -> bytes | None:
    """All of a small file, in one read if it is very small; None for a big one."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        data = os.read(descriptor, _FIRST_READ)
        if len(data) < _FIRST_READ:
            return data
        size = os.fstat(descriptor).st_size
        if size > SMALL:
            return None
        while len(data) < size and (more := os.read(descriptor, size - len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)


def _judge(digest: str, item: ObjectId, path: str) -> None:
    if digest != item.digest:
        raise DataError(
            f"object {item.oid} in the cache is damaged: {path}",
            hint="lineal verify --cache --fetch brings back what a remote has;"
            " otherwise make it again",
        )
