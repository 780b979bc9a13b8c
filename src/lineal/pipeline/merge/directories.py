"""Merging directories that both sides changed: their lists come from the cache and go there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.pipeline.merge.clash import MEMBER, Clash
from lineal.pipeline.merge.trees import merge_trees, merged_size
from lineal.pipeline.records import read_entry
from lineal.storage.algorithm import MD5
from lineal.storage.intake import put_bytes
from lineal.storage.objects import ObjectId
from lineal.storage.tree import Tree, dump_tree, is_tree_oid, tree_oid

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.storage.algorithm import Algorithm
    from lineal.storage.cache import Cache

Entry = dict[str, Any]


class CachedDirectories:
    """`MergeDirectories` over one cache. ``read`` finds lists the cache lacks as well."""

    __slots__ = ("ancestor", "cache", "read")

    def __init__(
        self, cache: Cache, read: Callable[[ObjectId], Tree | None], *, ancestor: bool = False
    ) -> None:
        self.cache = cache
        self.read = read
        self.ancestor = ancestor

    def __call__(
        self, path: str, base: Entry, ours: Entry, theirs: Entry
    ) -> tuple[Entry, list[Clash]] | None:
        algorithms = {
            recorded.algorithm for recorded in map(read_entry, (base, ours, theirs)) if recorded.oid
        }
        if len(algorithms) > 1:
            return None
        trees = [self._tree(entry) for entry in (base, ours, theirs)]
        if trees[1] is None or trees[2] is None or (trees[0] is None and base.get("md5")):
            return None
        found = (trees[0] or Tree(()), trees[1], trees[2])
        return self._merged(path, (base, ours, theirs), found, algorithms.pop())

    def _merged(
        self,
        path: str,
        entries: tuple[Entry, Entry, Entry],
        trees: tuple[Tree, Tree, Tree],
        algorithm: Algorithm,
    ) -> tuple[Entry, list[Clash]]:
        merged = merge_trees(*trees, ancestor=self.ancestor)
        data = dump_tree(merged.tree)
        oid = tree_oid(data)
        put_bytes(self.cache, oid, data, algorithm)
        sizes = tuple(_size(entry) for entry in entries)
        size = merged_size(
            (sizes[0], sizes[1], sizes[2]), trees, merged.tree, size_in(self.cache, algorithm)
        )
        entry: Entry = {"md5": oid}
        if size is not None:
            entry["size"] = size
        entry["nfiles"] = len(merged.tree.members)
        if algorithm == MD5:
            entry["hash"] = "md5"
        if self.ancestor:
            return entry, []
        return entry, [
            Clash(MEMBER, f"{path}/{one.path}", one.ours, one.theirs, "both sides changed it")
            for one in merged.clashes
        ]

    def _tree(self, entry: Entry) -> Tree | None:
        recorded = read_entry(entry)
        if recorded.oid is None or not is_tree_oid(recorded.oid):
            return None
        return self.read(ObjectId(recorded.oid, recorded.algorithm))


def size_in(cache: Cache, algorithm: Algorithm) -> Callable[[str], int | None]:
    """How many bytes an object has, None for one that is not here to be measured."""

    def size_of(oid: str) -> int | None:
        try:
            return os.stat(cache.object_path(oid, algorithm)).st_size
        except OSError:
            # DVC takes an entry without a size.
            return None

    return size_of


def _size(entry: Entry) -> int | None:
    """A side that has no directory yet has no bytes."""
    size = entry.get("size", None if entry.get("md5") else 0)
    return size if isinstance(size, int) else None
