"""Where data that is brought goes, object by object: the seam to the cache, or to a remote."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from lineal.storage.intake import put_bytes
from lineal.storage.receiving import Received, receive, sweep_waiting
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lineal.storage.cache import Cache

    Check = Callable[[Received], None]


class Sink(Protocol):
    """``check`` sees what arrived before it counts, and raises if it is not what it should be."""

    def has(self, oid: str, size: int) -> bool: ...

    def take(self, pieces: Iterable[bytes], check: Check) -> Received: ...

    def take_list(self, oid: str, data: bytes) -> None:
        """The list of a directory whose files are all there."""


class CacheSink:
    __slots__ = ("_cache",)

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        sweep_waiting(cache)

    def has(self, oid: str, size: int) -> bool:
        return self._cache.has(oid) and os.stat(self._cache.object_path(oid)).st_size == size

    def take(self, pieces: Iterable[bytes], check: Check) -> Received:
        return receive(self._cache, pieces, check)

    def take_list(self, oid: str, data: bytes) -> None:
        put_bytes(self._cache, oid, data)


def take_directory(sink: Sink, members: Iterable[tuple[str, str]], size: int) -> dict[str, object]:
    """The list of files that were taken, and the measures of the whole."""
    tree = Tree(tuple(sorted(members)))
    data = dump_tree(tree)
    oid = tree_oid(data)
    sink.take_list(oid, data)
    return {"md5": oid, "size": size, "nfiles": len(tree.members)}


def anything(_received: Received) -> None:
    """The check of what was verified already."""
