"""How an item nobody made under its path relates to items that were made, and the other way.

By containment (path and listing), or by the same bytes. Both directions are asked here, so that
impact is the mirror of trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.members import members_of
from lineal.ledger.oids import pack_oid, unpack_oid
from lineal.ledger.trace.graph import TRIVIAL_BYTES, Item, is_outside, parents
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.stores.port import Row
    from lineal.ledger.trace.reading import Reader
    from lineal.storage.cache import Cache

# Directories of no known listing are looked up in the cache, one by one.
_MOST_READ = 200


class Holder(NamedTuple):
    """A directory that contains an item; not ``certain`` when nobody knows its files."""

    directory: int
    certain: bool = True


class Relations:
    """Asks about paths once; most paths lie in no directory that anybody used or made."""

    __slots__ = ("_below", "_cache", "_known", "_members", "_reader")

    def __init__(self, reader: Reader, cache: Cache) -> None:
        self._reader = reader
        self._cache = cache
        self._known: dict[str, bool] = {}
        self._members: dict[str, dict[str, str] | None] = {}
        self._below: dict[str, list[Row]] = {}

    def members(self, oid: str) -> dict[str, str] | None:
        """What a directory holds, None when nobody knows."""
        if oid not in self._members:
            self._members[oid] = members_of(self._reader.store, self._cache, oid)
        return self._members[oid]

    def holders(self, items: Iterable[Item]) -> dict[int, list[Holder]]:
        """By item: the directories, at paths above it, that contain it."""
        wanted = list(items)
        above = {item.num: parents(item.path) for item in wanted}
        self._learn(path for paths in above.values() for path in paths)
        found: dict[int, list[Holder]] = {}
        for item in wanted:
            paths = [path for path in above[item.num] if self._known[path]]
            if paths:
                found[item.num] = self._holders(item, paths)
        return found

    def below(self, items: Iterable[Item]) -> dict[int, list[int]]:
        """By directory: the items at paths within it that are what it holds there."""
        found: dict[int, list[int]] = {}
        for item in items:
            if is_tree_oid(item.oid):
                held = [num for num, path, oid in self._within(item) if self.has(item, path, oid)]
                if held:
                    found[item.num] = held
        return found

    def has(self, directory: Item, path: str, oid: str) -> bool:
        """Whether a directory has these bytes at a path; by the path where nobody knows."""
        members = self.members(directory.oid)
        if members is None:
            return True
        inner = path[len(directory.path) + 1 :]
        if not is_tree_oid(oid):
            return members.get(inner) == oid
        parts = self.members(oid)
        if parts is None:
            return any(name.startswith(f"{inner}/") for name in members)
        return bool(parts) and all(
            members.get(f"{inner}/{name}") == part for name, part in parts.items()
        )

    def copies(self, items: Iterable[int]) -> dict[int, list[int]]:
        """By item: those of the same bytes elsewhere, unless so few bytes mean nothing."""
        found: dict[int, list[int]] = {}
        wanted = list(items)
        for start in range(0, len(wanted), _MOST_READ * 10):
            part = wanted[start : start + _MOST_READ * 10]
            for num, other in self._reader.store.rows("walk_copies", part, TRIVIAL_BYTES):
                found.setdefault(num, []).append(other)
        return found

    def places(self, items: Iterable[Item]) -> dict[int, list[int]]:
        """By item outside of the project: all that is known of its place, above and below it."""
        wanted = {item.num: item for item in items if is_outside(item.path)}
        paths = {path for one in wanted.values() for path in (one.path, *parents(one.path))}
        at: dict[str, list[int]] = {}
        for num, path in self._reader.rows("walk_at", paths):
            at.setdefault(path, []).append(num)
        found: dict[int, list[int]] = {}
        for num, item in wanted.items():
            level = [
                other for path in (item.path, *parents(item.path)) for other in at.get(path, [])
            ]
            others = [*level, *(row[0] for row in self._within(item))]
            found[num] = [other for other in others if other != num]
        return found

    def _learn(self, paths: Iterable[str]) -> None:
        unknown = [path for path in dict.fromkeys(paths) if path not in self._known]
        if unknown:
            known = self._reader.known_paths(unknown)
            self._known.update((path, path in known) for path in unknown)

    def _holders(self, item: Item, paths: list[str]) -> list[Holder]:
        store = self._reader.store
        found: list[Holder] = []
        if not is_tree_oid(item.oid):
            packed = pack_oid(item.oid)
            rows = store.rows("artifact_by_oid", packed)
            held = store.rows("walk_holders", rows[0][0], rows[0][0]) if rows else []
            names = {(directory, name) for directory, name in held}
            if names:
                directories = sorted({directory for directory, _ in names})
                for num, path, _, artifact in store.rows("walk_versions_at", paths, directories):
                    if (artifact, item.path[len(path) + 1 :]) in names:
                        found.append(Holder(num))
            candidates = store.rows("walk_unlisted_at", paths)
        else:
            candidates = store.rows("walk_directories_at", paths)
        return found + self._by_content(item, candidates)

    def _by_content(self, item: Item, rows: list[Row]) -> list[Holder]:
        found = []
        for num, path, packed, _ in rows[-_MOST_READ:]:
            directory = Item(num, path, unpack_oid(bytes(packed)), None, None)
            if is_tree_oid(directory.oid) and self.has(directory, item.path, item.oid):
                found.append(Holder(num, self.members(directory.oid) is not None))
        return found

    def _within(self, directory: Item) -> list[tuple[int, str, str]]:
        path = directory.path
        if path not in self._below:
            # "0" is the character after "/".
            self._below[path] = self._reader.store.rows("walk_below", f"{path}/", f"{path}0")
        return [(num, text, unpack_oid(bytes(oid))) for num, text, oid, _ in self._below[path]]
