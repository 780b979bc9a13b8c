"""Who else needs what is about to be removed: branches, tags, stashes and experiments.

A choice of revisions leaves out others. That is its point for what is long past, and a
mistake for the tip of a branch that somebody will go back to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError, RevisionError
from lineal.pipeline.cleaning.kept import quietly
from lineal.pipeline.revisions import at_revision
from lineal.pipeline.trees import Trees
from lineal.pipeline.used import used_objects
from lineal.storage.objects import ObjectId
from lineal.storage.tree import digests_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from lineal.pipeline.workspace import Workspace

_STASH = "refs/stash"


class Reference(NamedTuple):
    """A name in Git, and the flag of ``gc`` that keeps what it needs."""

    kind: str
    name: str
    revision: str
    flag: str


class Bystander(NamedTuple):
    """A reference that loses ``objects`` of ``size`` bytes."""

    kind: str
    name: str
    flag: str
    objects: int
    size: int


# Where references of each kind are, what people call them, and what keeps them.
_KINDS = (
    ("refs/heads/", "branch", "-a"),
    ("refs/tags/", "tag", "-T"),
    ("refs/exps/", "experiment", "--all-experiments"),
    ("refs/remotes/", "remote branch", "-A"),
)
# DVC's own notes among its experiments.
_NOTES = tuple(f"refs/exps/{name}" for name in ("apply", "celery", "exec", "temp", "stash"))


def bystanders(
    ws: Workspace, doomed: Mapping[ObjectId, int], kept: Collection[str], *, shared: bool = False
) -> list[Bystander]:
    """Of the revisions that are not among the commits kept.

    What others have pushed to Git matters only where data is shared: on a remote.
    """
    if ws.config.core.no_scm or ws.project.git_root is None or not doomed:
        return []
    found: list[Bystander] = []
    needs = _Needs(ws, doomed, shared=shared)
    for one in references(ws, shared=shared):
        if one.kind == "checkout" and needs.knows(one.revision):
            continue  # a branch or a tag is there, too
        lost = needs.of(one.revision, kept)
        if lost:
            size = sum(doomed[item] for item in lost)
            found.append(Bystander(one.kind, one.name, one.flag, len(lost), size))
    needs.close()
    return found


def references(ws: Workspace, *, shared: bool = False) -> Iterator[Reference]:
    from lineal.storage.git.process import ask  # deferred: a process

    git_dir = ws.history.git_dir
    listed = ask(git_dir, ["for-each-ref", "--format=%(refname) %(objectname)"]).splitlines()
    for line in listed:
        name, _, commit = line.rpartition(" ")
        for base, kind, flag in _KINDS:
            if not name.startswith(base) or name.startswith(_NOTES):
                continue
            if shared or kind != "remote branch":
                yield Reference(kind, _called(name, base, kind), commit, flag)
        if name == _STASH:
            stashed = ask(git_dir, ["rev-list", "--walk-reflogs", _STASH]).split()
            for at, each in enumerate(stashed):
                yield Reference("stash", f"stash@{{{at}}}", each, f"--rev stash@{{{at}}}")
    yield Reference("checkout", "HEAD", "HEAD", "--rev HEAD")


def experiments(ws: Workspace) -> list[str]:
    """Every commit of every experiment, after the one it began at."""
    from lineal.storage.git.process import ask  # deferred: a process

    git_dir = ws.history.git_dir
    found: list[str] = []
    for name in ask(git_dir, ["for-each-ref", "--format=%(refname)", "refs/exps/"]).splitlines():
        parts = name.split("/")
        if name.startswith(_NOTES) or len(parts) < _EXPERIMENT_PARTS:
            continue
        baseline = parts[2] + parts[3]
        found.extend(ask(git_dir, ["rev-list", name, f"^{baseline}"]).split())
    return list(dict.fromkeys(found))


# refs/exps/<2 digits of the baseline>/<the others>/<name>
_EXPERIMENT_PARTS = 5


def _called(name: str, base: str, kind: str) -> str:
    return name.rpartition("/")[2] if kind == "experiment" else name.removeprefix(base)


class _Needs:
    """What of the doomed each revision needs; lists of directories are read once."""

    __slots__ = ("_doomed", "_known", "_seen", "_trees", "_ws")

    def __init__(self, ws: Workspace, doomed: Mapping[ObjectId, int], *, shared: bool) -> None:
        self._ws = ws
        self._doomed = doomed
        # A revision whose lists are not in the cache has no files of its own there either.
        self._trees = Trees(ws, remotes=shared)
        self._known: dict[ObjectId, frozenset[ObjectId]] = {}
        self._seen: dict[str, frozenset[ObjectId]] = {}

    def of(self, revision: str, kept: Collection[str]) -> frozenset[ObjectId]:
        try:
            there = at_revision(quietly(self._ws), revision)
        except RevisionError:
            return frozenset()  # a tag of a file, or HEAD before the first commit
        commit = str(there.revision)
        if commit in kept:
            return frozenset()
        if commit not in self._seen:
            self._seen[commit] = frozenset(self._at(there))
        return self._seen[commit]

    def knows(self, revision: str) -> bool:
        try:
            return self._ws.history.objects.resolve(revision) in self._seen
        except RevisionError:
            return False

    def close(self) -> None:
        self._trees.close()

    def _at(self, there: Workspace) -> Iterable[ObjectId]:
        try:
            used = used_objects(there) if there.files.is_dir(there.root) else []
        except LinealError as exc:
            self._ws.warn(f"cannot tell what commit {there.revision} needs: {exc.message}")
            return
        for one in used:
            item = ObjectId(one.oid, one.algorithm)
            if item in self._doomed:
                yield item
            if item.is_tree:
                yield from self._members(item, one.out.remote)

    def _members(self, item: ObjectId, remote: str | None) -> frozenset[ObjectId]:
        if item not in self._known:
            data = self._trees.data(item, remote) or b"[]"
            members = (ObjectId(digest, item.algorithm) for digest in digests_in(data))
            self._known[item] = frozenset(one for one in members if one in self._doomed)
        return self._known[item]
