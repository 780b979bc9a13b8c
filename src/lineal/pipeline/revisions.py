"""The project as other commits have it: the same places, other project files.

A revision is a `Workspace` whose project files come out of Git. Everything that loads a
project works on it; nothing that looks at data in the workspace has a meaning there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import UsageError
from lineal.storage.git.files import RevisionFiles
from lineal.storage.gitrules import NoGit
from lineal.storage.ignore import IgnoreRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.pipeline.history import History
    from lineal.pipeline.workspace import Workspace

WORKSPACE_NAME = "workspace"


class Scope(NamedTuple):
    """Which revisions a verb is about; ``num`` counts back from each branch and each of revs."""

    workspace: bool = True
    branches: bool = False
    tags: bool = False
    all_commits: bool = False
    revs: tuple[str, ...] = ()
    num: int = 1
    date: str | None = None

    @property
    def is_workspace_only(self) -> bool:
        return not (
            self.branches or self.tags or self.all_commits or self.revs or self.date is not None
        )


class Revision(NamedTuple):
    """One commit under all the names it was asked for; no commit is the workspace."""

    names: tuple[str, ...]
    commit: str | None
    ws: Workspace

    @property
    def name(self) -> str:
        """Empty when nothing but the workspace was asked for, as DVC has it."""
        return ",".join(self.names)


def at_revision(ws: Workspace, rev: str) -> Workspace:
    return _at_commit(ws, ws.history.objects.resolve(rev))


def revisions(ws: Workspace, scope: Scope) -> Iterator[Revision]:
    """Each commit once, the workspace first."""
    if scope.is_workspace_only:
        yield Revision((), None, ws)
        return
    if scope.workspace:
        yield Revision((WORKSPACE_NAME,), None, ws)
    for commit, names in _grouped(ws.history, _asked(ws.history, scope)).items():
        there = _at_commit(ws, commit)
        # A commit from before the project was started has nothing to say.
        if there.files.is_dir(ws.root):
            yield Revision(tuple(names), commit, there)


def _at_commit(ws: Workspace, commit: str) -> Workspace:
    files = RevisionFiles(ws.history.objects, commit, ws.history.git_root)
    return ws._replace(
        files=files,
        ignore=IgnoreRules(ws.root, files),
        # What is committed is not ignored.
        git=NoGit(),
        memo=ws.history.memo,
        revision=commit,
    )


def _asked(history: History, scope: Scope) -> Iterator[str]:
    # deferred: subprocess, and mostly it is the workspace alone that is asked for
    from lineal.storage.git.references import all_commits, branches, tags

    yield from _with_earlier(history, scope.revs, scope.num)
    if scope.all_commits:
        yield from all_commits(history.git_dir)
        return
    if scope.branches:
        yield from _with_earlier(history, branches(history.git_dir), scope.num)
    if scope.tags:
        yield from filter(history.objects.is_commit, tags(history.git_dir))
    if scope.date is not None:
        since = _timestamp(scope.date)
        objects = history.objects
        yield from (
            commit
            for commit in all_commits(history.git_dir)
            if objects.commit_time(commit) >= since
        )


def _with_earlier(history: History, names: Iterable[str], num: int) -> Iterator[str]:
    """Each name, and the commits before it along first parents; a negative number means all."""
    for name in names:
        if name == WORKSPACE_NAME or num == 0:
            continue
        yield name
        commit = history.objects.resolve(name)
        count = 1
        while count != num:
            parents = history.objects.parents(commit)
            if not parents:
                break
            commit = parents[0]
            yield commit
            count += 1


def _grouped(history: History, names: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name in names:
        known = grouped.setdefault(history.objects.resolve(name), [])
        if name not in known:
            known.append(name)
    return grouped


def _timestamp(date: str) -> float:
    from datetime import datetime  # deferred: only with --date

    try:
        return datetime.strptime(date, "%Y-%m-%d").timestamp()  # noqa: DTZ007  local, as git's
    except ValueError as exc:
        raise UsageError(
            f"'{date}' is not a date", hint="write it as YYYY-MM-DD, such as 2026-01-31"
        ) from exc
