"""What is in the workspace now: the digest of a file or of a whole directory.

Costs one stat per file while nothing changed. Writing anything is ``storage.store``
and ``storage.checkout``.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError
from lineal.storage.algorithm import MD5, Algorithm
from lineal.storage.hashing import hash_files, settled_tick
from lineal.storage.sight import Sight
from lineal.storage.signature import signature_of
from lineal.storage.snapshot import Snapshot, count_files, tree_of
from lineal.storage.tree import Tree, dump_tree, is_tree_oid, tree_oid
from lineal.storage.walk import broken_link, list_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lineal.storage.ignore import IgnoreRules
    from lineal.storage.index import HashIndex

_PORTION = 10_000
_EXECUTABLE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


class Observation(NamedTuple):
    """The content of one path. ``nfiles`` and ``contents`` are None for a single file."""

    oid: str
    size: int
    nfiles: int | None
    isexec: bool
    contents: Tree | Snapshot | None

    @property
    def tree(self) -> Tree | None:
        """Spelled out on demand: most who look at a directory only want its ``oid``."""
        return tree_of(self.contents) if isinstance(self.contents, Snapshot) else self.contents

    @property
    def is_dir(self) -> bool:
        return is_tree_oid(self.oid)

    def __eq__(self, other: object) -> bool:
        """Equal object ids are equal contents, in whichever form these are at hand."""
        return isinstance(other, Observation) and self[:4] == other[:4]

    def __hash__(self) -> int:
        return hash(self[:4])


class Readable(NamedTuple):
    """What can be read of a path, and the names in it of links that lead nowhere."""

    content: Observation | None
    broken: tuple[str, ...] = ()


class Observer:
    """Looks at paths through an index and the ignore rules of a project."""

    __slots__ = ("ignore", "index", "jobs", "progress")

    def __init__(
        self,
        index: HashIndex,
        ignore: IgnoreRules | None = None,
        jobs: int | None = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> None:
        self.index = index
        self.ignore = ignore
        self.jobs = jobs or os.cpu_count() or 1
        self.progress = progress

    def observe(self, path: str, algorithm: Algorithm = MD5) -> Observation | None:
        """Return the content of ``path``, None when there is nothing."""
        return self.observe_many([path], algorithm)[path]

    def observe_many(
        self, paths: Iterable[str], algorithm: Algorithm = MD5
    ) -> dict[str, Observation | None]:
        """Observe several paths; everything unknown in all of them is hashed together."""
        return self._conclude_all({path: self.look(path, algorithm) for path in paths}, algorithm)

    def survey(
        self, paths: Iterable[str], algorithm: Algorithm = MD5
    ) -> dict[str, Observation | DataError | None]:
        """As `observe_many`, but what is wrong with one path is only the matter of that path."""
        sights: dict[str, Sight | None] = {}
        found: dict[str, Observation | DataError | None] = {}
        for path in paths:
            try:
                sights[path] = self.look(path, algorithm)
            except DataError as exc:
                found[path] = exc
        try:
            found.update(self._conclude_all(sights, algorithm))
        except DataError:
            found.update({path: self._attempt(path, algorithm) for path in sights})
        return found

    def readable(self, paths: Iterable[str], algorithm: Algorithm = MD5) -> dict[str, Readable]:
        """Observe several paths as far as their bytes can be had."""
        sights = {path: self.glance(path, algorithm) for path in paths}
        found = self._conclude_all(sights, algorithm)
        return {
            path: Readable(found[path], () if sight is None else tuple(sight.listing.broken))
            for path, sight in sights.items()
        }

    def look(self, path: str, algorithm: Algorithm = MD5) -> Sight | None:
        """Stat ``path`` and collect what the index knows; hash nothing."""
        sight = self.glance(path, algorithm)
        if sight is not None and sight.listing.broken:
            raise broken_link(f"{path}/{sight.listing.broken[0]}")
        return sight

    def glance(self, path: str, algorithm: Algorithm = MD5) -> Sight | None:
        """As `look`, for who can do with a part: there may be broken links in the listing."""
        try:
            st = os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as exc:
            raise _unreadable(path, exc) from exc
        if stat.S_ISDIR(st.st_mode):
            return self._look_inside(path, algorithm)
        if not stat.S_ISREG(st.st_mode):
            raise DataError(
                f"neither a file nor a directory: {path}",
                hint="only files and directories can be tracked",
            )
        seen = signature_of(st)
        digest = self.index.digest(path, seen, algorithm)
        return Sight.of_file(path, seen, digest, isexec=bool(st.st_mode & _EXECUTABLE))

    def conclude(self, sight: Sight, tick_ns: int | None, algorithm: Algorithm) -> Observation:
        """Turn a sight without gaps into an observation, and remember what was new.

        ``tick_ns`` is when hashing began; None says that nothing was hashed.
        """
        if not sight.is_dir:
            digest = sight.known()[0]
            if sight.filled and tick_ns is not None:
                self.index.remember(sight.path, sight.signature(0), digest, tick_ns, algorithm)
            return Observation(digest, sight.listing.size(), None, sight.isexec, None)
        if sight.snapshot is not None:
            return _of_directory(sight.snapshot, sight.snapshot)
        tree = Tree(tuple(zip(sight.listing.names, sight.known(), strict=True)))
        oid = tree_oid(dump_tree(tree))
        began = self.index.clock.now() if tick_ns is None else tick_ns
        snapshot = sight.snapshot_as(oid, began)
        self.index.remember_snapshot(sight.path, snapshot, algorithm)
        return _of_directory(snapshot, tree)

    def relearn(
        self,
        path: str,
        oid: str,
        tree: Tree | None,
        algorithm: Algorithm = MD5,
    ) -> None:
        """Remember a content we have just put there, or whose links and modes we changed.

        A directory that does not have those names any more is not remembered.
        """
        sight = self.glance(path, algorithm)
        if sight is None or sight.listing.broken or sight.is_dir != (tree is not None):
            return
        names = [""] if tree is None else [name for name, _ in tree.members]
        if sight.listing.names != names:
            return
        tick = settled_tick(
            self.index.clock, [sight.signature(position) for position in range(len(names))]
        )
        if tree is None:
            self.index.remember(path, sight.signature(0), oid, tick, algorithm)
            return
        sight.digests = [digest for _, digest in tree.members]
        self.index.remember_snapshot(path, sight.snapshot_as(oid, tick), algorithm)

    def _conclude_all(
        self, sights: Mapping[str, Sight | None], algorithm: Algorithm
    ) -> dict[str, Observation | None]:
        tick = self._fill([sight for sight in sights.values() if sight is not None], algorithm)
        return {
            path: None if sight is None else self.conclude(sight, tick, algorithm)
            for path, sight in sights.items()
        }

    def _attempt(self, path: str, algorithm: Algorithm) -> Observation | DataError | None:
        try:
            return self.observe(path, algorithm)
        except DataError as exc:
            return exc

    def _look_inside(self, path: str, algorithm: Algorithm) -> Sight:
        try:
            listing = list_files(path, self.ignore)
        except OSError as exc:
            raise _unreadable(exc.filename or path, exc) from exc
        return Sight.of_directory(path, listing, self.index.snapshot(path, algorithm))

    def _fill(self, sights: list[Sight], algorithm: Algorithm) -> int | None:
        """Hash what is unknown; return when that began, None if nothing was unknown."""
        gaps = [(sight, position) for sight in sights for position in sight.gaps()]
        began: int | None = None
        # In portions: a path and two signatures per file would fill the memory.
        for start in range(0, len(gaps), _PORTION):
            portion = gaps[start : start + _PORTION]
            results, tick = hash_files(
                [(sight.file_path(at), sight.signature(at)) for sight, at in portion],
                self.index.clock,
                algorithm=algorithm,
                jobs=self.jobs,
                progress=self.progress,
            )
            for (sight, at), hashed in zip(portion, results, strict=True):
                sight.fill(at, hashed.digest, hashed.signature)
            began = tick if began is None else began
        return began


def _of_directory(snapshot: Snapshot, contents: Tree | Snapshot) -> Observation:
    files = count_files(snapshot)
    return Observation(snapshot.oid, snapshot.size, files, isexec=False, contents=contents)


def _unreadable(path: str, exc: OSError) -> DataError:
    return DataError(f"cannot read {path}: {exc.strerror}", hint="check its permissions")
