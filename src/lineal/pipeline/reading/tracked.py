"""The object that was recorded for a path, also for a single file of a directory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError, TargetError
from lineal.pipeline.reading.remote import open_remote_of, read_whole
from lineal.storage.objects import ObjectId
from lineal.storage.tree import Tree, is_tree_oid, parse_tree
from lineal.storage.tree_search import member_in

if TYPE_CHECKING:
    from lineal.pipeline.model import Out
    from lineal.pipeline.workspace import Workspace


class Tracked(NamedTuple):
    """One recorded object. ``inner`` is the path within a directory output."""

    out: Out
    item: ObjectId
    inner: str = ""

    @property
    def path(self) -> str:
        return f"{self.out.path}/{self.inner}" if self.inner else self.out.path


def tracked_in(ws: Workspace, out: Out, path: str) -> Tracked | None:
    """None for a path that is not in the directory, or is one itself."""
    top = Tracked(out, ObjectId(out.recorded.oid or "", out.recorded.algorithm))
    if path == out.path:
        return top
    if not is_tree_oid(top.item.oid):
        return None
    inner = os.path.relpath(path, out.path)
    if "files" in out.recorded.raw:
        digest = dict(tree_of(ws, out).members).get(inner)
    else:
        digest = _searched(ws, top, inner)
    return Tracked(out, ObjectId(digest, top.item.algorithm), inner) if digest else None


def tree_of(ws: Workspace, out: Out) -> Tree:
    """All of a directory output. Entries that list their files need no object for that."""
    files = out.recorded.raw.get("files")
    if files is not None:
        members = ((str(file["relpath"]), str(file.get("md5", ""))) for file in files)
        return Tree(tuple(sorted(members)))
    top = Tracked(out, ObjectId(out.recorded.oid or "", out.recorded.algorithm))
    try:
        return parse_tree(_listing(ws, top))
    except ValueError as exc:
        raise _no_listing(ws, top) from exc


def not_a_file(ws: Workspace, path: str) -> TargetError:
    shown = ws.show(path)
    return TargetError(f"'{shown}' is a directory", hint=f"name a file in it: {shown}/…")


def _searched(ws: Workspace, top: Tracked, inner: str) -> str | None:
    data = _listing(ws, top)
    try:
        digest = member_in(data, inner)
    except ValueError as exc:
        raise _no_listing(ws, top) from exc
    if digest is None and f'"relpath": "{inner}/'.encode() in data:
        raise not_a_file(ws, f"{top.out.path}/{inner}")
    return digest


def _listing(ws: Workspace, top: Tracked) -> bytes:
    """From the cache, or from the remote and then cached: the next file is found at once."""
    oid, algorithm = top.item
    if ws.cache.has(oid, algorithm):
        with open(ws.cache.object_path(oid, algorithm), "rb") as file:
            return file.read()
    with open_remote_of(ws, top.out) as remote:
        data = read_whole(ws, remote, top.path, top.item)
    if algorithm == "md5":
        from lineal.storage.store import put_bytes  # deferred: the cache has most listings

        put_bytes(ws.cache, oid, data)
    return data


def _no_listing(ws: Workspace, top: Tracked) -> DataError:
    return DataError(
        f"the object {top.item.oid} of '{ws.show(top.out.path)}' does not list a directory",
        hint="lineal verify says what else is damaged",
    )
