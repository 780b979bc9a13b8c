"""Project files and tracked data under one roof: what is not on disk or in Git may be cached.

It is a `Files` port, so that whatever reads project files can read metrics, parameters and
plots of any revision. What is not on this machine either is fetched: many files at once by
`bring_missing`, and otherwise when they are read.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.paths import is_inside
from lineal.pipeline.used import Used
from lineal.storage.files import Entries
from lineal.storage.tree import is_tree_oid, parse_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


class Contents:
    """What a workspace or a revision holds: its own files first, then what stages recorded."""

    __slots__ = ("_given_up", "_outs", "_refusal", "_trees", "ws")

    def __init__(self, ws: Workspace, stages: Iterable[Stage]) -> None:
        self.ws = ws
        self._outs = {
            out.path: (stage, out)
            for stage in stages
            for out in stage.outs
            if out.cache and out.recorded.oid and not out.external
        }
        self._trees: dict[str, dict[str, str]] = {}
        self._given_up = False
        self._refusal: LinealError | None = None

    def read(self, path: str) -> bytes | None:
        found = self.ws.files.read(path)
        if found is not None:
            return found
        recorded = self._recorded(path)
        return None if recorded is None else self._object(path, recorded)

    def is_dir(self, path: str) -> bool:
        if self.ws.files.exists(path):
            return self.ws.files.is_dir(path)
        entries = self._tracked(path)
        return bool(entries.subdirs or entries.files)

    def exists(self, path: str) -> bool:
        return self.ws.files.exists(path) or self._recorded(path) is not None or self.is_dir(path)

    def scan(self, directory: str, endings: str | tuple[str, ...] = "") -> Entries:
        subdirs, files = self.ws.files.scan(directory, endings)
        tracked = self._tracked(directory)
        here = {*subdirs, *files}
        return Entries(
            [*subdirs, *(name for name in tracked.subdirs if name not in here)],
            [
                *files,
                *(name for name in tracked.files if name not in here and name.endswith(endings)),
            ],
        )

    def missing(self, paths: Iterable[str]) -> Iterator[Used]:
        """The objects of these files that are not in the cache."""
        for path in paths:
            owner = self._owner(path)
            if owner is None or self.ws.files.exists(path):
                continue
            stage, out = self._outs[owner]
            oid, algorithm = str(out.recorded.oid), out.recorded.algorithm
            inner = "" if path == owner else os.path.relpath(path, owner)
            if inner and is_tree_oid(oid) and self.ws.cache.has(oid, algorithm):
                member = self._tree(owner).get(inner)
                if member is None or self.ws.cache.has(member, algorithm):
                    continue
            elif self.ws.cache.has(oid, algorithm):
                continue
            yield Used(stage, out, oid, inner)

    def give_up(self, refusal: LinealError | None) -> None:
        """Fetching was tried; what is not there now is not to be had, perhaps for this reason."""
        self._given_up = True
        self._refusal = refusal

    def _tracked(self, directory: str) -> Entries:
        """What stages recorded directly below a directory."""
        found = self._members(directory)
        start = f"{directory}/"
        for path, (_, out) in self._outs.items():
            if path.startswith(start):
                tail = path[len(start) :]
                found[tail] = found.get(tail, False) or is_tree_oid(str(out.recorded.oid))
        subdirs: set[str] = set()
        files: set[str] = set()
        for name, is_tree in found.items():
            first, below, _ = name.partition("/")
            (subdirs if below or is_tree else files).add(first)
        return Entries(sorted(subdirs), sorted(files))

    def _members(self, directory: str) -> dict[str, bool]:
        """The files of a tracked directory, or of one inside it, by relative path."""
        owner = self._owner(directory)
        if owner is None or not self._is_tree(owner):
            return {}
        prefix = "" if owner == directory else f"{os.path.relpath(directory, owner)}/"
        return {name[len(prefix) :]: False for name in self._tree(owner) if name.startswith(prefix)}

    def _recorded(self, path: str) -> str | None:
        """The object a file is kept as, if one was recorded."""
        owner = self._owner(path)
        if owner is None:
            return None
        oid = str(self._outs[owner][1].recorded.oid)
        if not is_tree_oid(oid):
            return oid if owner == path else None
        return self._tree(owner).get(os.path.relpath(path, owner))

    def _is_tree(self, owner: str) -> bool:
        return is_tree_oid(str(self._outs[owner][1].recorded.oid))

    def _owner(self, path: str) -> str | None:
        """The output a path is, or is inside of."""
        while path not in self._outs:
            parent = os.path.dirname(path)
            if parent == path or not is_inside(parent, self.ws.root):
                return None
            path = parent
        return path

    def _tree(self, owner: str) -> dict[str, str]:
        """The members of a directory that was recorded whole."""
        if owner not in self._trees:
            data = self._object(owner, str(self._outs[owner][1].recorded.oid))
            try:
                self._trees[owner] = dict(parse_tree(data).members)
            except ValueError as exc:
                raise self._gone(owner) from exc
        return self._trees[owner]

    def _object(self, path: str, oid: str) -> bytes:
        """The bytes of an object, fetched when this machine has them not."""
        owner = str(self._owner(path))
        stage, out = self._outs[owner]
        algorithm = out.recorded.algorithm
        if not self.ws.cache.has(oid, algorithm):
            if self._given_up:
                raise self._refusal or self._gone(path)
            inner = "" if path == owner else os.path.relpath(path, owner)
            _bring(self.ws, [Used(stage, out, str(out.recorded.oid), inner)])
        try:
            with open(self.ws.cache.object_path(oid, algorithm), "rb") as file:
                return file.read()
        except FileNotFoundError as exc:
            raise self._gone(path) from exc

    def _gone(self, path: str) -> DataError:
        remote = self._outs[str(self._owner(path))][1].remote or self.ws.config.core.remote
        places = f"in the cache nor on the remote '{remote}'" if remote else "here nor in the cache"
        return DataError(
            f"the data of '{self.ws.show(path)}' is neither {places}",
            hint="lineal push sends it from where it is; lineal run makes it again",
        )


def bring_missing(wanted: Sequence[tuple[Contents, Iterable[str]]]) -> None:
    """Whatever files of several revisions are not here, in one transfer."""
    used: dict[tuple[str, str], Used] = {}
    refusal = None
    try:
        for contents, paths in wanted:
            used.update(((each.oid, each.inner), each) for each in contents.missing(paths))
        if not used:
            return
        _bring(wanted[0][0].ws, list(used.values()))
    except LinealError as error:
        # Reading says it of each file.
        refusal = error
    for contents, _ in wanted:
        contents.give_up(refusal)


def _bring(ws: Workspace, used: list[Used]) -> None:
    if ws.config.core.remote or any(each.out.remote for each in used):
        from lineal.pipeline.sharing.fetch import (
            bring,  # deferred: transfers, which few reports need
        )

        bring(ws, used)
