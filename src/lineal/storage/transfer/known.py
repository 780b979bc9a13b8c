"""Which directories were seen on a remote: a memory, never the truth.

A directory's list proves its members, but only as long as it is there itself. So what is
remembered is asked for again before it is believed, and when one is gone, somebody emptied or
replaced the remote, and everything is forgotten.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.atomic import write_atomic
from lineal.storage.objects import ObjectId, is_oid

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST: Final = 64


class KnownTrees:
    """The directories last seen on one remote, the latest last."""

    __slots__ = ("_path", "_trees")

    def __init__(self, path: str) -> None:
        self._path = path
        self._trees = _read(path)

    def besides(self, trees: Iterable[ObjectId]) -> list[ObjectId]:
        excluded = set(trees)
        return [tree for tree in self._trees if tree not in excluded]

    def __contains__(self, tree: ObjectId) -> bool:
        return tree in self._trees

    def note(self, trees: Iterable[ObjectId]) -> None:
        new = [tree for tree in trees if tree not in self._trees]
        if new:
            self._write([*self._trees, *new][-_MOST:])

    def forget(self) -> None:
        if self._trees:
            self._write([])

    def _write(self, trees: list[ObjectId]) -> None:
        self._trees = trees
        text = "".join(f"{tree.algorithm} {tree.oid}\n" for tree in trees)
        os.makedirs(os.path.dirname(self._path), exist_ok=True)
        write_atomic(self._path, text.encode())


def known_trees(lineal_dir: str, url: str) -> KnownTrees:
    name = hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()
    return KnownTrees(os.path.join(lineal_dir, "index", "remotes", name))


def _read(path: str) -> list[ObjectId]:
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
    except (FileNotFoundError, UnicodeDecodeError):
        return []
    found = []
    for line in lines:
        algorithm, _, oid = line.partition(" ")
        if is_oid(oid) and algorithm in (MD5, LEGACY_MD5):
            found.append(ObjectId(oid, LEGACY_MD5 if algorithm == LEGACY_MD5 else MD5))
    return found
