"""A project as a tree of directories and files: the workspace or Git, and what is tracked.

Listing it asks no remote, except for the list of a directory that is not in the cache.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.pipeline.paths import is_inside, is_project_file
from lineal.pipeline.reading.owner import tracked_outs
from lineal.pipeline.reading.tracked import Tracked, tree_of
from lineal.storage.ignore import IGNORE_FILE
from lineal.storage.objects import ObjectId
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.model import Out
    from lineal.pipeline.workspace import Workspace

_NOTHING: Final[dict[str, str | None]] = {}


class Node(NamedTuple):
    """One name in the tree. ``tracked`` is what was recorded, if anything was.

    ``is_here`` says that the workspace or Git itself has it, which then counts.
    """

    path: str
    is_dir: bool = False
    is_here: bool = False
    tracked: Tracked | None = None


class Catalog:
    """Looks at the workspace anew each time; what is tracked is read once."""

    __slots__ = ("_inner", "_names", "_outs", "_ws")

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._outs = tracked_outs(ws)
        # Directories that lead to outputs, whether they exist or not.
        self._names: dict[str, set[str]] = {}
        # The directories inside an output, each with its names; a file has its digest.
        self._inner: dict[str, dict[str, dict[str, str | None]]] = {}
        for path in self._outs:
            self._lead_to(path)

    def node(self, path: str) -> Node | None:
        """None where nothing is, and for what `.dvcignore` hides."""
        tracked = self._tracked(path)
        here = self._kind_here(path)
        if here is None:
            return tracked
        same_kind = tracked is not None and tracked.is_dir == (here == "dir")
        known = tracked.tracked if tracked and same_kind else None
        return Node(path, is_dir=here == "dir", is_here=True, tracked=known)

    def children(self, directory: str) -> list[Node]:
        """What a directory holds, by name. Project files are not data, and not listed."""
        found = {node.path: node for node in self._tracked_children(directory)}
        scanned = self._ws.files.scan(directory)
        subdirs, files = self._ws.ignore.filter_names(directory, scanned.subdirs, scanned.files)
        for names, is_dir in ((subdirs, True), (files, False)):
            for name in names:
                if not is_dir and (is_project_file(name) or name == IGNORE_FILE):
                    continue
                path = f"{directory}/{name}"
                known = found.get(path)
                tracked = known.tracked if known and known.is_dir == is_dir else None
                found[path] = Node(path, is_dir=is_dir, is_here=True, tracked=tracked)
        return [found[path] for path in sorted(found)]

    def walk(self, directory: str) -> Iterator[Node]:
        """Everything below, a directory before what it holds."""
        for node in self.children(directory):
            yield node
            if node.is_dir:
                yield from self.walk(node.path)

    def _kind_here(self, path: str) -> str | None:
        files = self._ws.files
        if not files.exists(path):
            return None
        is_dir = files.is_dir(path)
        if path != self._ws.root and self._ws.ignore.is_ignored(path, is_dir=is_dir):
            return None
        return "dir" if is_dir else "file"

    def _tracked(self, path: str) -> Node | None:
        out = self._owner(path)
        if out is None:
            return Node(path, is_dir=True) if path in self._names else None
        if path == out.path:
            return _output(out)
        directory, _, name = path.rpartition("/")
        names = self._names_in(out).get(directory, _NOTHING)
        return self._member(out, path, names[name]) if name in names else None

    def _tracked_children(self, directory: str) -> Iterator[Node]:
        out = self._owner(directory)
        if out is None:
            for name in self._names.get(directory, ()):
                path = f"{directory}/{name}"
                known = self._outs.get(path)
                yield _output(known) if known is not None else Node(path, is_dir=True)
            return
        for name, digest in self._names_in(out).get(directory, _NOTHING).items():
            yield self._member(out, f"{directory}/{name}", digest)

    def _owner(self, path: str) -> Out | None:
        here = path
        while is_inside(here, self._ws.root):
            out = self._outs.get(here)
            if out is not None:
                return out
            here = os.path.dirname(here)
            if here == os.path.dirname(here):
                break
        return None

    def _member(self, out: Out, path: str, digest: str | None) -> Node:
        if digest is None:
            return Node(path, is_dir=True)
        item = ObjectId(digest, out.recorded.algorithm)
        return Node(path, tracked=Tracked(out, item, path[len(out.path) + 1 :]))

    def _names_in(self, out: Out) -> dict[str, dict[str, str | None]]:
        known = self._inner.get(out.path)
        if known is None:
            known = {out.path: {}}
            is_dir = is_tree_oid(out.recorded.oid or "")
            for relpath, digest in tree_of(self._ws, out).members if is_dir else ():
                _put(known, out.path, relpath, digest)
            self._inner[out.path] = known
        return known

    def _lead_to(self, path: str) -> None:
        while path != self._ws.root and is_inside(path, self._ws.root):
            parent, _, name = path.rpartition("/")
            names = self._names.setdefault(parent, set())
            if name in names:
                return
            names.add(name)
            path = parent


def _output(out: Out) -> Node:
    item = ObjectId(out.recorded.oid or "", out.recorded.algorithm)
    return Node(out.path, is_dir=is_tree_oid(item.oid), tracked=Tracked(out, item))


def _put(
    names: dict[str, dict[str, str | None]], top: str, relpath: str, digest: str | None
) -> None:
    """A member, and the directories on the way to it."""
    parent, _, name = relpath.rpartition("/")
    directory = f"{top}/{parent}" if parent else top
    known = names.get(directory)
    if known is None:
        known = names[directory] = {}
        _put(names, top, parent, None)
    known[name] = digest
