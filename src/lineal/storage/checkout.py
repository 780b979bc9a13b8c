"""Making a workspace path what the cache says it should be.

Touches only what differs, refuses to destroy what is saved nowhere, and decides all of
that before it changes anything.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from lineal.base.errors import DataError
from lineal.storage.algorithm import MD5, Algorithm
from lineal.storage.atomic import is_leftover, temporary_beside
from lineal.storage.changes import TreeChanges, compare_trees
from lineal.storage.placing import (
    Linker,
    detach,
    is_executable,
    make_executable,
    workspace_error,
)
from lineal.storage.removal import remove_empty_dirs, remove_path, sweep_beside
from lineal.storage.tree import Tree, is_tree_oid

if TYPE_CHECKING:
    from lineal.storage.cache import Cache
    from lineal.storage.observe import Observer

__all__ = [
    "Change",
    "Checkout",
    "WantedObject",
    "carry_out",
    "checkout",
    "remove_path",
    "unprotect",
    "unsaved",
]

Kind = Literal["added", "modified", "deleted"]
_NOTHING: Final = Tree(())
_MOST_SHOWN: Final = 10


class WantedObject(NamedTuple):
    """What a path shall hold. ``tree`` saves reading it from the cache."""

    oid: str
    algorithm: Algorithm = MD5
    isexec: bool = False
    tree: Tree | None = None


class Change(NamedTuple):
    """What became of one output, and how many files took part."""

    kind: Kind | None
    added: int = 0
    modified: int = 0
    deleted: int = 0
    # Objects the cache lacks, as workspace paths; then nothing was touched.
    missing: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        return self.kind is not None


def checkout(
    path: str,
    wanted: WantedObject | None,
    cache: Cache,
    observer: Observer,
    *,
    force: bool = False,
    relink: bool = False,
    allow_missing: bool = False,
) -> Change:
    """Bring ``path`` to ``wanted`` (None: remove it).

    Losing unsaved data is an error without ``force``; who wants to ask first calls
    ``unsaved``. Missing objects are an error unless ``allow_missing``.
    """
    job = Checkout(path, wanted, cache, observer)
    return carry_out(job, force=force, relink=relink, allow_missing=allow_missing)


def carry_out(
    job: Checkout, *, force: bool = False, relink: bool = False, allow_missing: bool = False
) -> Change:
    """As ``checkout``, for who has looked already."""
    path = job.path
    missing = job.missing(relink=relink)
    if missing:
        if not allow_missing:
            raise _cache_lacks(path, missing)
        return Change(None, missing=tuple(missing))
    lost = [] if force else job.unsaved()
    if lost:
        raise DataError(
            "unsaved files would be lost:\n" + "\n".join(f"  {each}" for each in lost),
            hint="save them with `lineal add` or `lineal commit`, or use --force",
        )
    return job.apply(relink=relink)


def unsaved(path: str, wanted: WantedObject | None, cache: Cache, observer: Observer) -> list[str]:
    """Return the files a checkout would destroy although no object in the cache holds them."""
    return Checkout(path, wanted, cache, observer).unsaved()


def unprotect(path: str, cache: Cache) -> None:
    """Make every file at or below ``path`` a writable copy of its own."""
    if not os.path.isdir(path):
        detach(path, cache.file_mode)
        return
    for directory, _, names in os.walk(path):
        for name in names:
            detach(f"{directory}/{name}", cache.file_mode)


class Checkout:
    """One output on its way: what is there, what shall be, what that takes.

    Looks when it is made, decides when it is asked, and acts once, in ``apply``.
    """

    __slots__ = (
        "_broken",
        "_changes",
        "_tree",
        "cache",
        "observer",
        "path",
        "present",
        "same",
        "wanted",
    )

    def __init__(
        self, path: str, wanted: WantedObject | None, cache: Cache, observer: Observer
    ) -> None:
        self.path = path
        self.wanted = wanted
        self.cache = cache
        self.observer = observer
        algorithm = MD5 if wanted is None else wanted.algorithm
        # Links that lead nowhere are no content: they are replaced, or in the way.
        self.present, self._broken = observer.readable([path], algorithm)[path]
        self.same = (
            wanted is not None
            and self.present is not None
            and self.present.oid == wanted.oid
            and not self._broken
        )
        self._tree: Tree | None = None
        self._changes: TreeChanges | None = None

    @property
    def tree(self) -> Tree | None:
        """What a directory shall hold; None for a file, and for a list the cache lacks."""
        if self._tree is None and self.wanted is not None and is_tree_oid(self.wanted.oid):
            self._tree = self._wanted_tree(self.wanted)
        return self._tree

    @property
    def changes(self) -> TreeChanges:
        """Spelled out on demand: most outputs are as they should be."""
        if self._changes is None:
            before = self.present.tree if self.present is not None else None
            wanted = self.tree or _NOTHING
            found = compare_trees(before, wanted)
            stray = set(self._broken).difference(name for name, _ in wanted.members)
            self._changes = found._replace(deleted=[*found.deleted, *sorted(stray)])
        return self._changes

    def missing(self, *, relink: bool) -> list[str]:
        """Return what cannot be placed.

        Linking anew what is there already needs its object as well: where that is gone, the
        file in the workspace is the last copy.
        """
        wanted = self.wanted
        if wanted is None or (self.same and not relink):
            return []
        if not is_tree_oid(wanted.oid):
            lacks = not self._stays_linked and not self.cache.has(wanted.oid, wanted.algorithm)
            return [self.path] if lacks else []
        if self.tree is None:
            return [self.path]
        digests = dict(self.tree.members)
        return [
            f"{self.path}/{name}"
            for name in self._to_place(relink=relink)
            if not self.cache.has(digests[name], wanted.algorithm)
        ]

    def unsaved(self) -> list[str]:
        """Return what would be destroyed although no object in the cache holds it."""
        if self.present is None or self.same:
            return []
        algorithm = MD5 if self.wanted is None else self.wanted.algorithm
        if self.present.tree is None:
            gone = self.wanted is None or self.wanted.oid != self.present.oid
            saved = self.cache.has(self.present.oid, algorithm)
            return [self.path] if gone and not saved else []
        before = dict(self.present.tree.members)
        return [
            f"{self.path}/{name}"
            for name in (*self.changes.modified, *self.changes.deleted)
            if not self._is_saved(name, before.get(name), algorithm) and not is_leftover(name)
        ]

    def _is_saved(self, name: str, digest: str | None, algorithm: Algorithm) -> bool:
        """Of a broken link only where it points can be lost; into the cache it is ours."""
        if digest is None:
            return os.readlink(f"{self.path}/{name}").startswith(f"{self.cache.root}/")
        return self.cache.has(digest, algorithm)

    def apply(self, *, relink: bool) -> Change:
        if self.wanted is None:
            return self._remove()
        if self.same and self.present is not None and self.present.is_dir and not relink:
            emptied = remove_empty_dirs(self.path)
            return Change("modified" if emptied else None, deleted=emptied)
        if self.tree is None:
            return self._make_file(self.wanted, relink=relink)
        return self._make_directory(self.wanted, self.tree, relink=relink)

    def _wanted_tree(self, wanted: WantedObject) -> Tree | None:
        if wanted.tree is not None:
            return wanted.tree
        if self.present is not None and self.present.oid == wanted.oid:
            return self.present.tree
        return self.cache.read_tree(wanted.oid, wanted.algorithm)

    def _remove(self) -> Change:
        if not remove_path(self.path):
            return Change(None)
        return Change("deleted", deleted=max(1, len(self.changes.deleted)))

    @property
    def _stays_linked(self) -> bool:
        """A file that was made executable, or no longer is, is not linked anew: as with DVC."""
        return (
            self.same
            and self.wanted is not None
            and self.present is not None
            and self.present.isexec != self.wanted.isexec
        )

    def _make_file(self, wanted: WantedObject, *, relink: bool) -> Change:
        same = self.same
        relink = relink and not self._stays_linked
        if not same or relink:
            if self.present is not None and self.present.is_dir:
                remove_path(self.path)
            object_path = self.cache.object_path(wanted.oid, wanted.algorithm)
            Linker(self.cache).place(object_path, self.path)
        if wanted.isexec:
            make_executable(self.path)
        if not same or relink:
            self.observer.relearn(self.path, wanted.oid, None, wanted.algorithm)
        if same:
            return Change(None)
        deleted = len(self.changes.deleted)
        if self.present is None:
            return Change("added", added=1)
        return Change("modified", modified=1, deleted=deleted)

    def _make_directory(self, wanted: WantedObject, tree: Tree, *, relink: bool) -> Change:
        changes = self.changes
        if self.present is None or not self.present.is_dir:
            remove_path(self.path)
        for name in changes.deleted:
            remove_path(f"{self.path}/{name}")
        emptied = remove_empty_dirs(self.path)
        todo = self._to_place(relink=relink)
        if os.path.isdir(self.path):
            self._place_all(wanted, tree, todo)
        else:
            self._build_beside(wanted, tree)
        if todo or changes.deleted:
            self.observer.relearn(self.path, wanted.oid, tree, wanted.algorithm)
        kind: Kind | None = None
        if self.present is None:
            kind = "added"
        elif changes.added or changes.modified or changes.deleted or emptied:
            kind = "modified"
        return Change(
            kind, len(changes.added), len(changes.modified), len(changes.deleted) + emptied
        )

    def _to_place(self, *, relink: bool) -> list[str]:
        changes = self.changes
        again = filter(self._is_linked_anew, changes.unchanged if relink else ())
        return [*changes.added, *changes.modified, *again]

    def _is_linked_anew(self, name: str) -> bool:
        """Members are recorded without the mark; see `_stays_linked`."""
        return not is_executable(os.stat(f"{self.path}/{name}").st_mode)

    def _place_all(self, wanted: WantedObject, tree: Tree, names: list[str]) -> None:
        digests = dict(tree.members)
        linker = Linker(self.cache)
        for name in names:
            object_path = self.cache.object_path(digests[name], wanted.algorithm)
            linker.place(object_path, f"{self.path}/{name}")
            self._tell(name)

    def _build_beside(self, wanted: WantedObject, tree: Tree) -> None:
        """Build a new directory out of sight and show it whole: no rename per file."""
        sweep_beside(self.path)
        building = temporary_beside(self.path)
        linker = Linker(self.cache)
        try:
            os.makedirs(building)
            for name, digest in tree.members:
                object_path = self.cache.object_path(digest, wanted.algorithm)
                linker.create(object_path, f"{building}/{name}")
                self._tell(name)
            os.rename(building, self.path)
        except OSError as exc:
            raise workspace_error(self.path, exc) from exc
        finally:
            # After an interrupt or a full disk the finished files are kept: the next
            # checkout goes on from there.
            with suppress(OSError):
                os.rename(building, self.path)

    def _tell(self, name: str) -> None:
        if self.observer.progress is not None:
            self.observer.progress(f"{self.path}/{name}", 0)


def _cache_lacks(path: str, missing: list[str]) -> DataError:
    shown = "\n".join(f"  {each}" for each in missing[:_MOST_SHOWN])
    more = f"\n  and {len(missing) - _MOST_SHOWN} more" if len(missing) > _MOST_SHOWN else ""
    return DataError(
        f"the cache lacks the data of {path}:\n{shown}{more}",
        hint="run `lineal pull` to get it from the remote, or reproduce it",
    )
