"""Which objects a choice of revisions needs, with every member of their directories."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.revisions import revisions
from lineal.pipeline.trees import Trees
from lineal.pipeline.used import used_objects
from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.objects import ObjectId
from lineal.storage.tree import digests_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.pipeline.revisions import Revision, Scope
    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.algorithm import Algorithm

    Oids = dict[Algorithm, set[str]]


class Place(NamedTuple):
    """Where an object was met first, for a message."""

    path: str
    revision: str

    def __str__(self) -> str:
        return f"'{self.path}' at {self.revision}" if self.revision else f"'{self.path}'"


class Kept:
    """Object ids by the remote they belong to (None: the default one) and by algorithm.

    Plain sets of strings: there may be some hundred thousand.
    """

    __slots__ = ("_by_remote", "_everywhere", "commits", "unlisted")

    def __init__(self) -> None:
        self._by_remote: dict[str | None, Oids] = {}
        self._everywhere = _no_oids()
        self.commits: set[str] = set()
        # Directories whose list of files is nowhere.
        self.unlisted: dict[ObjectId, Place] = {}

    @property
    def remotes(self) -> list[str]:
        """Those that outputs name for themselves."""
        return [name for name in self._by_remote if name is not None]

    def on(self, remote: str | None, default: str | None = None) -> Oids:
        """What is needed on a remote; the ``default`` one also has what names none."""
        names = {remote, None} if remote == default else {remote}
        parts = [self._by_remote[name] for name in names if name in self._by_remote]
        return _union([*parts, self._everywhere])

    def everywhere(self) -> Oids:
        return _union([*self._by_remote.values(), self._everywhere])

    def add(
        self, remote: str | None, item: ObjectId, members: Iterable[str], *, everywhere: bool
    ) -> None:
        part = self._everywhere if everywhere else self._by_remote.setdefault(remote, _no_oids())
        part[item.algorithm].add(item.oid)
        part[item.algorithm].update(members)


def _no_oids() -> Oids:
    return {MD5: set(), LEGACY_MD5: set()}


def _union(parts: Iterable[Oids]) -> Oids:
    parts = list(parts)
    return {
        MD5: set().union(*(part[MD5] for part in parts)),
        LEGACY_MD5: set().union(*(part[LEGACY_MD5] for part in parts)),
    }


def keep_needed(
    ws: Workspace,
    scopes: Iterable[Scope],
    kept: Kept,
    *,
    skip_failed: bool = False,
    everywhere: bool = False,
) -> None:
    """Add what the project needs at these revisions to what is kept.

    ``everywhere`` is for other projects, whose names of remotes are not ours.
    """
    met: dict[tuple[str | None, ObjectId], Place] = {}
    for scope in scopes:
        for revision in revisions(ws, scope):
            if revision.commit is not None:
                kept.commits.add(revision.commit)
            for used in _used_at(revision, skip_failed=skip_failed):
                item = ObjectId(used.oid, used.algorithm)
                place = Place(ws.show(used.out.path), revision.name)
                met.setdefault((used.out.remote, item), place)
    with Trees(ws) as trees:
        trees.fetch((item, remote) for remote, item in met if item.is_tree)
        for (remote, item), place in met.items():
            members = trees.data(item, remote) if item.is_tree else b"[]"
            if members is None:
                kept.unlisted[item] = place
            kept.add(remote, item, digests_in(members or b"[]"), everywhere=everywhere)


def refuse_unlisted(kept: Kept) -> None:
    for place in kept.unlisted.values():
        raise DataError(
            f"the list of files of {place} is neither in the cache nor on a remote:"
            " the files it names could not be told from unused ones",
            hint="lineal fetch brings it back; with -f its files are removed",
        )


def quietly(ws: Workspace) -> Workspace:
    """For looking at the past, whose flaws nobody can mend any more."""
    return ws._replace(warn=_ignore)


def _ignore(_: str) -> None:
    return


def _used_at(revision: Revision, *, skip_failed: bool) -> Iterator[Used]:
    ws = revision.ws if revision.commit is None else quietly(revision.ws)
    try:
        yield from used_objects(ws)
    except LinealError as exc:
        name = revision.name or "the workspace"
        if not skip_failed:
            raise DataError(
                f"cannot tell what {name} uses: {exc.message}",
                hint="mend that; with --skip-failed the data that only it uses is removed",
            ) from exc
        revision.ws.warn(f"Failed to collect '{name}', skipping: {exc.message}")
