"""Which data differs between two revisions, and where the bytes of both versions can be read.

What the difference is, is for ``tables`` to say; ``diff`` lists paths as DVC does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError
from lineal.pipeline.comparing.sides import choose, present_side, recorded_side, unknown_target
from lineal.pipeline.paths import is_inside
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision
from lineal.pipeline.sharing.fetch import ensure_cached
from lineal.pipeline.trees import Trees
from lineal.pipeline.used import used_objects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.comparing.compare import Entry, Side
    from lineal.pipeline.comparing.sides import Chosen
    from lineal.pipeline.model import Out
    from lineal.pipeline.workspace import Workspace


class Version(NamedTuple):
    """One dataset at one revision: its files by name and oid; a single file is named ``""``."""

    ws: Workspace
    out: Out
    entry: Entry
    files: dict[str, str]

    @property
    def is_dir(self) -> bool:
        return self.entry.is_dir


class DataChange(NamedTuple):
    """A dataset that differs; None is a side that has none. ``inside`` is the part asked for."""

    path: str
    old: Version | None
    new: Version | None
    inside: str = ""

    @property
    def kind(self) -> str:
        return "added" if self.old is None else "deleted" if self.new is None else "modified"

    @property
    def top(self) -> str:
        """The dataset itself, also where a part of it was asked for."""
        return self.path.removesuffix(f"/{self.inside}") if self.inside else self.path

    @property
    def declared_key(self) -> tuple[str, ...]:
        """``meta.key`` of the output, a name or a list of names."""
        version = self.new or self.old
        meta = version.out.flags.get("meta") if version is not None else None
        key = meta.get("key") if isinstance(meta, dict) else None
        if isinstance(key, str):
            return (key,)
        return tuple(map(str, key)) if isinstance(key, list) else ()


def data_changes(
    ws: Workspace, a_rev: str, b_rev: str | None, targets: Sequence[str] = ()
) -> list[DataChange]:
    """In the order of paths. Without ``b_rev`` the workspace is compared as it is."""
    sides = [
        ws if rev in (None, WORKSPACE_NAME) else at_revision(ws, rev) for rev in (a_rev, b_rev)
    ]
    chosen = [choose(side, targets) for side in sides]
    for text in sorted(chosen[0].missing & chosen[1].missing):
        raise unknown_target(ws.cwd, text, *sides)
    with Trees(ws) as trees:
        found = [_versions(side, one, trees) for side, one in zip(sides, chosen, strict=True)]
    roots = (chosen[0].roots or set()) | (chosen[1].roots or set())
    return [
        change
        for path in sorted(found[0].keys() | found[1].keys())
        for change in _changes(path, found[0].get(path), found[1].get(path), roots)
    ]


def places_of(ws: Workspace, version: Version, names: Sequence[str]) -> dict[str, str]:
    """Where on disk each of these files can be read; what the cache lacks is fetched."""
    if version.ws.revision is None:
        return {
            name: os.path.join(version.out.path, name) if name else version.out.path
            for name in names
        }
    algorithm = version.entry.algorithm
    places = {name: ws.cache.object_path(version.files[name], algorithm) for name in names}
    absent = [name for name in names if not os.path.isfile(places[name])]
    if absent:
        _fetch(ws, version, absent)
    return places


def _fetch(ws: Workspace, version: Version, names: Sequence[str]) -> None:
    used = [one for one in used_objects(version.ws) if one.out.path == version.out.path]
    if not used:
        raise DataError(
            f"'{ws.show(version.out.path)}' of {version.ws.revision} is not in the cache",
            hint="its data belongs to another repository: check that revision out and pull there",
        )
    ensure_cached(ws, [used[0]._replace(inner=name) for name in names])


def _versions(ws: Workspace, chosen: Chosen, trees: Trees) -> dict[str, Version]:
    side = _side(ws, chosen, trees)
    found = {}
    for one in chosen.tracked:
        entry = side.outs.get(one.path)
        if entry is None or entry.oid is None:
            continue
        tree = side.tree(one.path) if entry.is_dir else None
        if entry.is_dir and tree is None:
            ws.warn(f"the list of files of '{one.path}' is nowhere; it is left out")
            continue
        files = dict(tree.members) if tree is not None else {"": entry.oid}
        found[one.path] = Version(ws, one.out, entry, files)
    return found


def _side(ws: Workspace, chosen: Chosen, trees: Trees) -> Side:
    if ws.revision is None:
        return present_side(ws, chosen.tracked)
    return recorded_side(chosen.tracked, trees)


def _changes(
    path: str, old: Version | None, new: Version | None, roots: set[str]
) -> list[DataChange]:
    inner = [root for root in roots if root != path and is_inside(root, path)]
    if not inner or path in roots:
        same = old is not None and new is not None and old.entry.identity == new.entry.identity
        return [] if same else [DataChange(path, old, new)]
    return [
        DataChange(root, one, other, os.path.relpath(root, path))
        for root in sorted(inner)
        for one, other in [(_within(old, path, root), _within(new, path, root))]
        if (one.files if one else None) != (other.files if other else None)
    ]


def _within(version: Version | None, path: str, root: str) -> Version | None:
    """Only what lies in a part of a directory; None where there is nothing."""
    if version is None:
        return None
    inner = os.path.relpath(root, path)
    files = {name: oid for name, oid in version.files.items() if is_inside(name, inner)}
    return version._replace(files=files) if files else None
