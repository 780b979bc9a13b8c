"""``get``: a file or directory of any project, at any revision, as plain files here.

Nothing is written into the project it comes from. What arrives is verified, and put in place
when all of it is there.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TargetError
from lineal.pipeline.asked import opened
from lineal.pipeline.paths import is_inside, is_project_file
from lineal.pipeline.reading import find_source
from lineal.pipeline.reading.catalog import Catalog
from lineal.pipeline.reading.owner import owner_of
from lineal.pipeline.reading.source import OnDisk, OnRemote, tracked_source, untracked_source
from lineal.pipeline.reading.tracked import Tracked, tree_of
from lineal.pipeline.sharing.fetch import Transferred, could_not_fetch
from lineal.storage.delivery import Delivery
from lineal.storage.objects import ObjectId
from lineal.storage.transfer.fetch import fetch_objects
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.pipeline.model import Out
    from lineal.pipeline.reading.source import Source
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.transfer.meter import Meter


class Item(NamedTuple):
    """One file. ``path`` is where it goes below the destination; empty for a file alone."""

    path: str
    source: Source
    item: ObjectId | None = None


def get(
    ws: Workspace,
    path: str,
    destination: str,
    meter: Meter,
    *,
    force: bool = False,
    jobs: int | None = None,
) -> None:
    """``path`` is relative to the root of the project, or to where ``ws`` is looked at from."""
    items = list(_items(ws, os.path.normpath(os.path.join(ws.cwd, path))))
    with Delivery(destination, is_dir=items[0].path != "", force=force) as delivery:
        _fetch(ws, items, delivery, jobs, meter)
        for one in items:
            _deliver(delivery, one)


def destination_of(path: str, out: str | None) -> str:
    """Where it goes: into a directory that is there under its own name, else where was said."""
    name = os.path.basename(os.path.normpath(path))
    if not out:
        return name
    return os.path.join(out, name) if os.path.isdir(out) else out


def refuse_project_file(destination: str) -> None:
    if is_project_file(destination):
        raise TargetError(
            f"'{destination}' is a project file, not data",
            hint="name the data it is about; git has the project files",
        )


def _items(ws: Workspace, path: str) -> Iterator[Item]:
    """At least one, and never nothing: a directory without files is nowhere recorded."""
    if not is_inside(path, ws.root):
        raise TargetError(f"'{path}' is outside the project {ws.root}", hint="name a path in it")
    if ws.files.exists(path) and not ws.files.is_dir(path):
        yield Item("", find_source(ws, path))
        return
    out = None if ws.files.is_dir(path) else owner_of(ws, path)
    found = list(_walked(ws, path) if out is None else _recorded(ws, out, path))
    if not found:
        find_source(ws, path)  # says what is wrong with the path
        raise TargetError(f"'{ws.show(path)}' is an empty directory", hint="there is nothing in it")
    yield from found


def _recorded(ws: Workspace, out: Out, path: str) -> Iterator[Item]:
    """Of one output that is not in the workspace: all of it, a directory in it, or a file."""
    if not is_tree_oid(out.recorded.oid or ""):
        if path == out.path:
            item = ObjectId(out.recorded.oid or "", out.recorded.algorithm)
            yield _tracked_item("", ws, Tracked(out, item))
        return
    inner = "" if path == out.path else os.path.relpath(path, out.path)
    for name, digest in tree_of(ws, out).members:
        if not inner or is_inside(name, inner):
            tracked = Tracked(out, ObjectId(digest, out.recorded.algorithm), name)
            yield _tracked_item(name[len(inner) :].lstrip("/"), ws, tracked)


def _walked(ws: Workspace, directory: str) -> Iterator[Item]:
    """Files of Git or the workspace, and what is tracked below; the former win, as in DVC."""
    for node in Catalog(ws).walk(directory):
        name = os.path.relpath(node.path, directory)
        if node.is_dir:
            continue
        here = untracked_source(ws, node.path) if node.is_here else None
        if here is not None:
            yield Item(name, here)
        elif node.tracked is not None:
            yield _tracked_item(name, ws, node.tracked)


def _tracked_item(name: str, ws: Workspace, tracked: Tracked) -> Item:
    return Item(name, tracked_source(ws, tracked), tracked.item)


def _fetch(
    ws: Workspace, items: Iterable[Item], delivery: Delivery, jobs: int | None, meter: Meter
) -> None:
    """What only remotes have, many at once, into a cache of the delivery's own."""
    wanted: dict[str | None, dict[ObjectId, str]] = {}
    for one in items:
        if isinstance(one.source, OnRemote):
            tracked = one.source.tracked
            wanted.setdefault(tracked.out.remote, {})[tracked.item] = ws.show(tracked.path)
    for name, names in wanted.items():
        with closing(opened(ws, name, "get")) as remote:
            done = fetch_objects(delivery.cache, remote, names, jobs=jobs, meter=meter)
        if done.failed or done.missing:
            failed = tuple((names[each.item], str(each.error)) for each in done.failed)
            missing = tuple(names[item] for item in done.missing)
            raise could_not_fetch(Transferred(len(done.moved), failed, missing))


def _deliver(delivery: Delivery, one: Item) -> None:
    source = one.source
    if isinstance(source, OnRemote):
        delivery.take_object(one.path, source.tracked.item)
    elif isinstance(source, OnDisk) and one.item is not None:
        delivery.copy(one.path, source.path, one.item)
    else:
        with source.open() as file:
            delivery.stream(one.path, file)
