"""Listings of the directories of a history, of which the cache still has the lists."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import listing
from lineal.ledger.oids import pack_oid, unpack_oid
from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.kinds.execution import ExecutionPayload
    from lineal.ledger.kinds.listing import ListingPayload
    from lineal.ledger.stores.port import Store
    from lineal.storage.cache import Cache

# Who asks for a directory adds up the listings it is based on.
_LONGEST_CHAIN = 50


class Last:
    """The listing a path had last: what the next is told against."""

    __slots__ = ("length", "members", "oid")

    def __init__(self, oid: str, members: Mapping[str, str], length: int) -> None:
        self.oid = oid
        self.members = members
        self.length = length


class Listings:
    """Directories are noted as they come, and told together."""

    __slots__ = ("_cache", "_done", "_last", "_noted", "_store")

    def __init__(self, store: Store, cache: Cache) -> None:
        self._store = store
        self._cache = cache
        self._done: set[str] = set()
        self._last: dict[str, Last] = {}
        self._noted: dict[str, tuple[str, int]] = {}

    def note(self, payload: ExecutionPayload, when: int) -> None:
        for edge in (*payload["uses"], *payload["makes"]):
            if is_tree_oid(edge["oid"]) and edge["oid"] not in self._done:
                self._noted.setdefault(edge["oid"], (edge["path"], when))

    def facts(self) -> list[NewFact]:
        """Of those that are not known yet, and that the cache has."""
        noted, self._noted = self._noted, {}
        if not noted:
            return []
        self._done.update(noted)
        asked = [pack_oid(oid) for oid in noted]
        rows = self._store.rows("backfill_known_listings", asked)
        known = {unpack_oid(bytes(oid)) for (oid,) in rows}
        found = (
            self._fact(oid, path, when) for oid, (path, when) in noted.items() if oid not in known
        )
        return [fact for fact in found if fact is not None]

    def _fact(self, oid: str, path: str, when: int) -> NewFact | None:
        tree = self._cache.read_tree(oid, MD5) or self._cache.read_tree(oid, LEGACY_MD5)
        if tree is None:
            return None
        members = dict(tree.members)
        last = self._last.get(path)
        payload = listing_payload(oid, members, last)
        length = 1 if last is None or payload["base"] is None else last.length + 1
        self._last[path] = Last(oid, members, length)
        named = hashlib.sha256(f"listing\0{oid}".encode()).digest()
        return NewFact(make_id(when, named[:RANDOM_BYTES]), listing.KIND, when, payload)


def listing_payload(oid: str, members: Mapping[str, str], last: Last | None) -> ListingPayload:
    """Against the last one of its path, where that is shorter."""
    if last is not None and last.length < _LONGEST_CHAIN:
        added = {path: each for path, each in members.items() if last.members.get(path) != each}
        removed = {path: each for path, each in last.members.items() if members.get(path) != each}
        if len(added) + len(removed) < len(members):
            return {"oid": oid, "base": last.oid, "added": added, "removed": removed}
    return {"oid": oid, "base": None, "added": dict(members), "removed": {}}
