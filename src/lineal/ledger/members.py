"""What a directory holds: from the listings in the ledger, else from the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.oids import pack_oid, unpack_oid
from lineal.storage.algorithm import LEGACY_MD5
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store
    from lineal.storage.cache import Cache


def members_of(store: Store, cache: Cache, oid: str) -> dict[str, str] | None:
    """Paths below it to object ids; None when nobody knows (any more)."""
    if not is_tree_oid(oid):
        return None
    listed = listed_members(store, oid)
    return _cached(cache, oid) if listed is None else listed


def listed_members(store: Store, oid: str) -> dict[str, str] | None:
    """A listing is what differs from the one it is based on, so they are added up."""
    rows = store.rows("listing_chain", pack_oid(oid))
    if not rows or rows[-1][0] is not None:
        # The last one of a chain stands on nothing; where a part is missing, all is unknown.
        return None
    found: dict[str, str] = {}
    for _, name, member, added in reversed(rows):
        if name is None:
            continue
        if added:
            found[name] = unpack_oid(bytes(member))
        elif found.get(name) == unpack_oid(bytes(member)):
            del found[name]
    return found


def _cached(cache: Cache, oid: str) -> dict[str, str] | None:
    tree = cache.read_tree(oid) or cache.read_tree(oid, LEGACY_MD5)
    return None if tree is None else dict(tree.members)
