"""One path inside a tracked directory: added, replaced or removed without looking at the rest."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError
from lineal.pipeline.model import Recorded
from lineal.storage.algorithm import MD5
from lineal.storage.store import put_bytes, store
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from lineal.pipeline.model import Out
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.observe import Observation


def with_member(ws: Workspace, out: Out, path: str, *, keep: bool, relink: bool) -> Recorded:
    """The directory as recorded, but with ``path`` as it is in the workspace now.

    The total size is only known when files were added to a known size; DVC then leaves it out,
    and so do we.
    """
    before = _recorded_tree(ws, out)
    prefix = os.path.relpath(path, out.path)
    seen = None
    if os.path.lexists(path):
        seen = store(path, ws.observer, ws.cache, relink=relink) if keep else _seen(ws, path)
    elif not any(_is_below(name, prefix) for name, _ in before.members):
        raise DataError(
            f"'{ws.show(path)}' does not exist, and is not recorded in '{ws.show(out.path)}'",
            hint="check the spelling",
        )
    kept = [(name, md5) for name, md5 in before.members if not _is_below(name, prefix)]
    after = Tree(tuple(sorted([*kept, *_members(seen, prefix)])))
    data = dump_tree(after)
    oid = tree_oid(data)
    if keep:
        put_bytes(ws.cache, oid, data)
    raw: dict[str, Any] = {"md5": oid}
    size = _size(out, seen, oid, appended=len(kept) == len(before.members))
    if size is not None:
        raw["size"] = size
    raw["nfiles"] = len(after.members)
    return Recorded(oid, MD5, isexec=False, raw=raw)


def _seen(ws: Workspace, path: str) -> Observation | None:
    return ws.observer.observe(path)


def _recorded_tree(ws: Workspace, out: Out) -> Tree:
    if out.recorded.oid is None:
        return Tree(())
    tree = ws.cache.read_tree(out.recorded.oid, out.recorded.algorithm)
    if tree is None:
        raise DataError(
            f"the list of files of '{ws.show(out.path)}' is not in the cache",
            hint=f"lineal add {ws.show(out.path)} records the whole directory anew",
        )
    return tree


def _is_below(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}/")


def _members(seen: Observation | None, prefix: str) -> list[tuple[str, str]]:
    if seen is None:
        return []
    if seen.tree is None:
        return [(prefix, seen.oid)]
    return [(f"{prefix}/{name}", md5) for name, md5 in seen.tree.members]


def _size(out: Out, seen: Observation | None, oid: str, *, appended: bool) -> int | None:
    known = out.recorded.raw.get("size")
    if seen is not None and appended and known:
        return int(known) + seen.size
    return known if oid == out.recorded.oid else None
