"""What directories hold, told once for each that an execution used or made.

Lists are in the cache. Of a directory that is only used, and not in the cache, a run puts the
list down itself; an empty file says that it is in the ledger by now. Telling a large one takes
longer than a run may be held up: who opens the ledger to ask does it.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import listing
from lineal.ledger.listings import Last, listing_payload
from lineal.ledger.members import listed_members
from lineal.ledger.oids import unpack_oid
from lineal.ledger.recording.naming import now
from lineal.ledger.recording.noticing import directories_key
from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.atomic import write_atomic
from lineal.storage.tree import dump_tree, parse_tree

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.ledger.recording.noticing import Span
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.observe import Observation
    from lineal.storage.tree import Tree

#: Directories by the first byte of their stored ids, see `oids`.
_FIRST, _BEHIND = b"d", b"e"


def put_down(ws: Workspace, ledger_dir: str, seen: Observation) -> None:
    """The list of a directory that the cache does not have."""
    path = _path(ledger_dir, seen.oid)
    if os.path.exists(path) or os.path.exists(ws.cache.object_path(seen.oid)):
        return
    tree = seen.tree
    if tree is not None:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_atomic(path, dump_tree(tree))


def tell_directories(ws: Workspace, ledger: Ledger, span: Span) -> None:
    """All that came since the last time, and of which somebody has the list."""
    store = ledger.store
    for _, oid, path in store.rows("unlisted", span.upto, _FIRST, _BEHIND):
        _tell(ws, ledger, unpack_oid(bytes(oid)), path)
    with store.writing():
        store.run("set_memory", directories_key(ledger), str(span.newest))


def _tell(ws: Workspace, ledger: Ledger, oid: str, path: str) -> None:
    tree = _tree(ws, ledger.directory, oid)
    if tree is None:
        return
    payload = listing_payload(oid, dict(tree.members), _last(ledger, path))
    named = hashlib.sha256(f"listing\0{oid}".encode()).digest()
    fact = NewFact(make_id(0, named[:RANDOM_BYTES]), listing.KIND, now(), payload)
    append(ledger.store, ledger.writer, [fact])
    down = _path(ledger.directory, oid)
    if os.path.exists(down):
        os.truncate(down, 0)


def _last(ledger: Ledger, path: str) -> Last | None:
    """The listing the path had before, if it can be told what changed against it."""
    found = ledger.store.rows("last_listing", path)
    if not found:
        return None
    packed = bytes(found[0][0])
    oid = unpack_oid(packed)
    members = listed_members(ledger.store, oid)
    if members is None:
        return None
    length = len({base for base, *_ in ledger.store.rows("listing_chain", packed)})
    return Last(oid, members, length)


def _tree(ws: Workspace, ledger_dir: str, oid: str) -> Tree | None:
    tree = ws.cache.read_tree(oid, MD5) or ws.cache.read_tree(oid, LEGACY_MD5)
    if tree is not None:
        return tree
    try:
        with open(_path(ledger_dir, oid), "rb") as file:
            return parse_tree(file.read())
    except (FileNotFoundError, ValueError):
        return None


def _path(ledger_dir: str, oid: str) -> str:
    return f"{ledger_dir}/directories/{oid}"
