"""``status --cloud``: what the cache and a remote do not have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.asked import by_remote, collect_used, inner_members, opened, tree_of
from lineal.storage.locks import ProjectLock
from lineal.storage.objects import ObjectId
from lineal.storage.transfer.fetch import fetch_lists
from lineal.storage.transfer.known import known_trees
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.push import missing_in_remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.pipeline.asked import Asked
    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.remotes.port import Remote

#: In the order in which they are shown.
KINDS = ("deleted", "new", "missing")


def cloud_status(ws: Workspace, asked: Asked, meter: Meter | None = None) -> dict[str, str]:
    """``new``: only here; ``deleted``: only there; ``missing``: nowhere. By path.

    Outputs that name a remote of their own are left out, as in DVC.
    """
    meter = meter or Meter()
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        used = collect_used(ws, asked, lambda each: each.out.push and each.out.remote is None)
        found: dict[str, str] = {}
        for name, group in by_remote(used, asked.remote).items():
            remote = opened(ws, name, "status --cloud")
            try:
                found.update(_compare(ws, remote, group, asked.jobs, meter))
            finally:
                remote.close()
    return {path: kind for wanted in KINDS for path, kind in found.items() if kind == wanted}


def _compare(
    ws: Workspace, remote: Remote, used: Sequence[Used], jobs: int | None, meter: Meter
) -> dict[str, str]:
    roots = [ObjectId(each.oid, each.algorithm) for each in used]
    # Without its list nothing can be said about what is in a directory.
    fetch_lists(ws.cache, remote, roots, jobs=jobs or remote.jobs, meter=meter)
    known = known_trees(ws.project.lineal_dir, remote.url)
    there = missing_in_remote(ws.cache, remote, roots, known, jobs=jobs, meter=meter)
    meter.end()
    absent = {*there.absent, *there.lists, *there.unreadable}
    found: dict[str, str] = {}
    seen: set[ObjectId] = set()
    for item, path in _named(ws, used):
        if item not in seen:
            seen.add(item)
            kind = _kind(is_here=ws.cache.has(*item), is_there=item not in absent)
            if kind:
                found[ws.show(path)] = kind
    return found


def _kind(*, is_here: bool, is_there: bool) -> str | None:
    if is_here:
        return None if is_there else "new"
    return "deleted" if is_there else "missing"


def _named(ws: Workspace, used: Sequence[Used]) -> Iterator[tuple[ObjectId, str]]:
    for each in used:
        yield ObjectId(each.oid, each.algorithm), each.out.path
        tree = tree_of(ws.cache, each)
        members = () if tree is None else tree.members
        if each.inner:
            members = tuple(inner_members(tree, each.inner))
        for name, digest in members:
            yield ObjectId(digest, each.algorithm), f"{each.out.path}/{name}"
