"""A cache with a directory of three files and a loose file, and a remote in memory."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lineal.storage.cache import Cache
from lineal.storage.intake import put_bytes
from lineal.storage.objects import ObjectId, object_key
from lineal.storage.remotes.memory import MemoryRemote
from lineal.storage.transfer.fetch import fetch_objects
from lineal.storage.transfer.known import KnownTrees
from lineal.storage.transfer.push import push_objects
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.storage.transfer.outcome import Outcome


class Share(NamedTuple):
    """``tree`` lists ``files``; ``loose`` belongs to no directory."""

    cache: Cache
    remote: MemoryRemote
    known: KnownTrees
    tree: ObjectId
    files: tuple[ObjectId, ...]
    loose: ObjectId

    @property
    def wanted(self) -> list[ObjectId]:
        return [self.tree, self.loose]

    def push(self, *, check: bool = False) -> Outcome:
        return push_objects(self.cache, self.remote, self.wanted, self.known, check=check)

    def fetch(self, cache: Cache | None = None) -> Outcome:
        return fetch_objects(cache or self.cache, self.remote, self.wanted)

    def keys(self) -> set[str]:
        return {object_key(item) for item in (self.tree, self.loose, *self.files)}

    def elsewhere(self, name: str = "elsewhere") -> Cache:
        """An empty cache, as a colleague has."""
        return Cache(os.path.join(os.path.dirname(self.cache.root), name))


def put(cache: Cache, data: bytes) -> ObjectId:
    item = ObjectId(hashlib.md5(data, usedforsecurity=False).hexdigest())
    put_bytes(cache, item.oid, data)
    return item


def put_tree(cache: Cache, members: dict[str, ObjectId]) -> ObjectId:
    data = dump_tree(Tree(tuple(sorted((name, item.oid) for name, item in members.items()))))
    put_bytes(cache, tree_oid(data), data)
    return ObjectId(tree_oid(data))


@pytest.fixture
def share(tmp_path: Path) -> Share:
    cache = Cache(os.fspath(tmp_path / "cache"))
    files = tuple(put(cache, data) for data in (b"one", b"two", b"three"))
    tree = put_tree(cache, dict(zip("abc", files, strict=True)))
    known = KnownTrees(os.fspath(tmp_path / "index" / "known"))
    return Share(cache, MemoryRemote(), known, tree, files, put(cache, b"loose"))
