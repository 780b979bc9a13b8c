"""Files nobody made: whether Git has them, as they were used, at the commit of who used them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError
from lineal.storage.tree import Tree, dump_tree, is_tree_oid, tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.trace.lineage import Trace
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.files import Files

# A trace is an answer at once, or none.
_MOST_ASKED = 400
_MOST_FILES = 2000


def with_git(ws: Workspace, trace: Trace) -> Trace:
    if ws.project.git_root is None:
        return trace
    revisions = _Revisions(ws)
    found: dict[tuple[str, str], str] = {}
    for item, commits in list(_wanted(trace).items())[:_MOST_ASKED]:
        commit = next((one for one in commits if revisions.has(one, *item)), None)
        if commit is not None:
            found[item] = revisions.full(commit)
    return trace._replace(in_git=found)


def _wanted(trace: Trace) -> dict[tuple[str, str], dict[str, None]]:
    """By item the commits to look in: that of who used it, the one after a dirty tree, HEAD."""
    wanted: dict[tuple[str, str], dict[str, None]] = {}
    for user, use in trace.uses:
        if use.executions or "://" in use.path:
            continue
        commits = wanted.setdefault((use.path, use.oid), {})
        if user is not None:
            one = trace.executions[user]
            commits.update((commit, None) for commit in (one.commit, one.committed) if commit)
    for commits in wanted.values():
        commits.setdefault("HEAD")
    return wanted


class _Revisions:
    """Commits opened once; one that is not in this clone has nothing."""

    __slots__ = ("_opened", "_ws")

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._opened: dict[str, Files | None] = {}

    def has(self, commit: str, path: str, oid: str) -> bool:
        files = self._open(commit)
        if files is None:
            return False
        place = f"{self._ws.root}/{path}"
        if not is_tree_oid(oid):
            data = files.read(place)
            return data is not None and _md5(data) == oid
        return files.is_dir(place) and _directory(files, place) == oid

    def full(self, commit: str) -> str:
        return self._ws.history.objects.resolve(commit)

    def _open(self, commit: str) -> Files | None:
        if commit not in self._opened:
            from lineal.storage.git.files import RevisionFiles  # deferred: starts git

            history = self._ws.history
            try:
                objects = history.objects
                sha = objects.resolve(commit)
                self._opened[commit] = RevisionFiles(objects, sha, history.git_root)
            except RevisionError:
                self._opened[commit] = None
        return self._opened[commit]


def _directory(files: Files, place: str) -> str | None:
    members: list[tuple[str, str]] = []
    for name, data in _below(files, place, ""):
        if len(members) >= _MOST_FILES:
            return None
        members.append((name, _md5(data)))
    return tree_oid(dump_tree(Tree(tuple(sorted(members)))))


def _below(files: Files, place: str, inner: str) -> Iterator[tuple[str, bytes]]:
    pending = [inner]
    while pending:
        at = pending.pop()
        found = files.scan(f"{place}/{at}".rstrip("/"))
        for name in found.files:
            data = files.read(f"{place}/{at}{name}")
            if data is not None:
                yield f"{at}{name}", data
        pending.extend(f"{at}{name}/" for name in found.subdirs)


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
