"""Data of another project: at a revision of it, into our cache.

What that project tracks comes from its cache or its remote; what lies in its Git, from there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, TargetError
from lineal.pipeline.external.bring import (
    Brought,
    CacheSink,
    bring_folder,
    take_directory,
)
from lineal.pipeline.external.identity import UrlSeen
from lineal.pipeline.origin import open_origin, repo_entry
from lineal.pipeline.reading.catalog import Catalog
from lineal.pipeline.sharing import opened
from lineal.storage.intake import put_file
from lineal.storage.transfer.fetch import absent, fetch_objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.pipeline.model import Dep
    from lineal.pipeline.reading.catalog import Node
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.objects import ObjectId
    from lineal.storage.receiving import Received

_MOST_SHOWN = 10


def bring_from_project(ws: Workspace, dep: Dep) -> Brought:
    repo = dep.repo or {}
    with open_origin(ws, repo, repo.get("rev_lock") or repo.get("rev")) as origin:
        out = _bring(ws, origin.ws, dep.spelled, repo["url"])
        return Brought(UrlSeen(origin.commit, repo_entry(repo, rev_lock=origin.commit)), out)


def _bring(ws: Workspace, there: Workspace, spelled: str, url: str) -> dict[str, object]:
    path = os.path.normpath(os.path.join(there.root, spelled.lstrip("/")))
    catalog = Catalog(there)
    node = catalog.node(path)
    if node is None:
        raise TargetError(
            f"'{spelled}' does not exist in {url} at {there.revision or 'its workspace'}",
            hint="check the path; --rev names another revision",
        )
    if not node.is_dir:
        ((_, oid),) = _files(ws, there, [node], path)
        return {"md5": oid, "size": _size(ws, oid)}
    if node.is_here and there.revision is None and node.tracked is not None:
        return dict(bring_folder(ws, path, spelled).out)
    nodes = [each for each in catalog.walk(path) if not each.is_dir]
    members = _files(ws, there, nodes, path)
    return take_directory(CacheSink(ws.cache), members, sum(_size(ws, oid) for _, oid in members))


def _size(ws: Workspace, oid: str) -> int:
    return os.stat(ws.cache.object_path(oid)).st_size


def _files(
    ws: Workspace, there: Workspace, nodes: Sequence[Node], top: str
) -> list[tuple[str, str]]:
    """Each file by its path below ``top``, with the object that our cache has of it now."""
    _fetch(ws, there, nodes)
    sink = CacheSink(ws.cache)
    return [(node.path[len(top) + 1 :], _object_of(ws, there, node, sink)) for node in nodes]


def _object_of(ws: Workspace, there: Workspace, node: Node, sink: CacheSink) -> str:
    if node.is_here and there.revision is None:
        return str(bring_folder(ws, node.path, node.path).out["md5"])
    if node.is_here or node.tracked is None:
        data = there.files.read(node.path) or b""
        return sink.take([data], _anything).oid
    item = node.tracked.item
    if item.algorithm == "md5":
        return item.oid
    # What DVC 2.x tracked had another MD5 in that project; here it gets the plain one.
    with open(ws.cache.object_path(item.oid, item.algorithm), "rb") as file:
        return sink.take(iter(lambda: file.read(1 << 20), b""), _anything).oid


def _anything(_received: Received) -> None:
    """Git has verified what it gave us, and the cache its objects."""


def _fetch(ws: Workspace, there: Workspace, nodes: Iterable[Node]) -> None:
    """Objects that only the other project's cache or remote has."""
    wanted: dict[str | None, list[ObjectId]] = {}
    for node in nodes:
        if node.tracked is not None and not node.is_here:
            item = node.tracked.item
            if not ws.cache.has(item.oid, item.algorithm) and not _from_cache(ws, there, item):
                wanted.setdefault(node.tracked.out.remote, []).append(item)
    for name, items in wanted.items():
        remote = opened(there, name, "fetch")
        try:
            fetch_objects(ws.cache, remote, items)
        finally:
            remote.close()
        missing = absent(ws.cache, items)
        if missing:
            named = [n.path for n in nodes if n.tracked and n.tracked.item in set(missing)]
            shown = "\n".join(f"  {there.show(path)}" for path in named[:_MOST_SHOWN])
            raise DataError(
                f"the other project lost, or never pushed, {len(missing)} of its files:\n{shown}",
                hint="run `lineal push` where they were made",
            )


def _from_cache(ws: Workspace, there: Workspace, item: ObjectId) -> bool:
    """Another project on this machine has its objects at hand."""
    if there.cache.root == ws.cache.root or not there.cache.has(item.oid, item.algorithm):
        return False
    path = there.cache.object_path(item.oid, item.algorithm)
    put_file(ws.cache, path, item.oid, item.algorithm)
    return True
