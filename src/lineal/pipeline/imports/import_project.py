"""Data of another project: at a revision of it, into our cache.

What that project tracks comes from its cache or its remote; what lies in its Git, from there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, TargetError
from lineal.pipeline.asked import opened
from lineal.pipeline.external.bring import Brought, bring_folder
from lineal.pipeline.external.identity import UrlSeen
from lineal.pipeline.external.sink import CacheSink, anything, take_directory
from lineal.pipeline.imports.origin import open_origin, repo_entry
from lineal.pipeline.reading.catalog import Catalog
from lineal.storage.algorithm import MD5
from lineal.storage.intake import put_file
from lineal.storage.transfer.fetch import absent, fetch_objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.pipeline.external.side_by_side import Pace
    from lineal.pipeline.model import Dep
    from lineal.pipeline.reading.catalog import Node
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.objects import ObjectId

_MOST_SHOWN = 10
_BLOCK = 1 << 20


def bring_from_project(ws: Workspace, dep: Dep, pace: Pace) -> Brought:
    repo = dep.repo or {}
    with open_origin(ws, repo, repo.get("rev_lock") or repo.get("rev")) as origin:
        out = _Bringing(ws, origin.ws, pace).bring(dep.spelled, repo["url"])
        return Brought(UrlSeen(origin.commit, repo_entry(repo, rev_lock=origin.commit)), out)


class _Bringing:
    """From one project, opened at a revision, into our cache."""

    __slots__ = ("_pace", "_sink", "_there", "_ws")

    def __init__(self, ws: Workspace, there: Workspace, pace: Pace) -> None:
        self._ws = ws
        self._there = there
        self._pace = pace
        self._sink = CacheSink(ws.cache)

    def bring(self, spelled: str, url: str) -> dict[str, object]:
        there = self._there
        path = os.path.normpath(os.path.join(there.root, spelled.lstrip("/")))
        catalog = Catalog(there)
        node = catalog.node(path)
        if node is None:
            raise TargetError(
                f"'{spelled}' does not exist in {url} at {there.revision or 'its workspace'}",
                hint="check the path; --rev names another revision",
            )
        if not node.is_dir:
            ((_, oid),) = self._files([node], path)
            return {"md5": oid, "size": self._size(oid)}
        if node.is_here and there.revision is None and node.tracked is not None:
            return dict(bring_folder(self._ws, path, spelled).out)
        members = self._files([each for each in catalog.walk(path) if not each.is_dir], path)
        return take_directory(self._sink, members, sum(self._size(oid) for _, oid in members))

    def _size(self, oid: str) -> int:
        return os.stat(self._ws.cache.object_path(oid)).st_size

    def _files(self, nodes: Sequence[Node], top: str) -> list[tuple[str, str]]:
        """Each file by its path below ``top``, with the object that our cache has of it now."""
        self._fetch(nodes)
        return [(node.path[len(top) + 1 :], self._object_of(node)) for node in nodes]

    def _object_of(self, node: Node) -> str:
        there = self._there
        if node.is_here and there.revision is None:
            return str(bring_folder(self._ws, node.path, node.path).out["md5"])
        if node.is_here or node.tracked is None:
            data = there.files.read(node.path) or b""
            return self._sink.take([data], anything).oid
        item = node.tracked.item
        if item.algorithm == MD5:
            return item.oid
        # What DVC 2.x tracked had another MD5 in that project; here it gets the plain one.
        with open(self._ws.cache.object_path(item.oid, item.algorithm), "rb") as file:
            return self._sink.take(iter(lambda: file.read(_BLOCK), b""), anything).oid

    def _fetch(self, nodes: Iterable[Node]) -> None:
        """Objects that only the other project's cache or remote has."""
        tracked = [node.tracked for node in nodes if node.tracked is not None and not node.is_here]
        wanted: dict[str | None, list[ObjectId]] = {}
        for each in tracked:
            if not self._has(each.item):
                wanted.setdefault(each.out.remote, []).append(each.item)
        for name, items in wanted.items():
            remote = opened(self._there, name, "fetch")
            try:
                fetch_objects(
                    self._ws.cache, remote, items, jobs=self._pace.jobs, meter=self._pace.meter
                )
            finally:
                remote.close()
        missing = set(absent(self._ws.cache, [each.item for each in tracked]))
        if missing:
            paths = [each.path for each in tracked if each.item in missing]
            shown = "\n".join(f"  {self._there.show(path)}" for path in paths[:_MOST_SHOWN])
            raise DataError(
                f"the other project lost, or never pushed, {len(paths)} of its files:\n{shown}",
                hint="run `lineal push` where they were made",
            )

    def _has(self, item: ObjectId) -> bool:
        """In our cache, or in that of another project on this machine: then taken from there."""
        ours, theirs = self._ws.cache, self._there.cache
        if ours.has(item.oid, item.algorithm):
            return True
        if theirs.root == ours.root or not theirs.has(item.oid, item.algorithm):
            return False
        path = theirs.object_path(item.oid, item.algorithm)
        put_file(ours, path, item.oid, item.algorithm)
        return True
