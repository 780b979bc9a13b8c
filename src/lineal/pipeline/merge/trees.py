"""Merging directories by their files. Pure: the lists come from ``.dir`` objects in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.merge.threeway import ABSENT, merge_mappings
from lineal.storage.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_EMPTY = Tree(())


class MemberClash(NamedTuple):
    """A file both sides changed; None says that a side removed it."""

    path: str
    ours: str | None
    theirs: str | None


class MergedTree(NamedTuple):
    """The directory of both sides; what they disagree about is in it as it is on ours."""

    tree: Tree
    clashes: tuple[MemberClash, ...]


def merge_trees(
    base: Tree | None, ours: Tree, theirs: Tree, *, ancestor: bool = False
) -> MergedTree:
    """An ``ancestor`` is only a base for another merge: there, what clashes is left out."""
    clashes: list[MemberClash] = []

    def disagree(path: str, _base: object, mine: object, other: object) -> object:
        clashes.append(MemberClash(path, _oid(mine), _oid(other)))
        return ABSENT if ancestor else mine

    sides = dict((base or _EMPTY).members), dict(ours.members), dict(theirs.members)
    merged = merge_mappings(sides, disagree)
    for path in _in_the_way(merged):
        # One side has a file where the other has a directory of that name.
        if path in sides[2] and path not in sides[1]:
            clashes.append(MemberClash(path, None, sides[2][path]))
            del merged[path]
    return MergedTree(Tree(tuple(sorted(merged.items()))), tuple(clashes))


def _oid(side: object) -> str | None:
    return side if isinstance(side, str) else None


def _in_the_way(members: Mapping[str, str]) -> list[str]:
    """Paths that cannot stand beside each other: files, and what lies below them."""
    found: dict[str, None] = {}
    for path in members:
        at = path.find("/")
        while at != -1:
            if path[:at] in members:
                found.update({path: None, path[:at]: None})
            at = path.find("/", at + 1)
    return list(found)


def merged_size(
    sizes: tuple[int | None, int | None, int | None],
    trees: tuple[Tree, Tree, Tree],
    merged: Tree,
    size_of: Callable[[str], int | None],
) -> int | None:
    """The bytes of the merged directory, from what each side recorded: base, ours, theirs.

    A file that one side changed adds up by itself; only the others have to be looked at.
    None when one of those is not there to be measured.
    """
    base, ours, theirs = sizes
    if base is None or ours is None or theirs is None:
        return _measured((oid for _, oid in merged.members), size_of)
    total = ours + theirs - base
    parts = [dict(tree.members) for tree in trees]
    result = dict(merged.members)
    for path in {path for part in parts for path in part}:
        old, mine, other = (part.get(path) for part in parts)
        if old in (mine, other) and result.get(path) == (other if mine == old else mine):
            continue
        counted = _measured(filter(None, (mine, other)), size_of)
        away = _measured(filter(None, (old,)), size_of)
        there = _measured(filter(None, (result.get(path),)), size_of)
        if counted is None or away is None or there is None:
            return None
        total += there - (counted - away)
    return total


def _measured(oids: Iterable[str], size_of: Callable[[str], int | None]) -> int | None:
    total = 0
    for oid in oids:
        size = size_of(oid)
        if size is None:
            return None
        total += size
    return total
