"""Bringing a workspace path into the cache, as ``add`` and ``commit`` do.

One pass over the bytes of whatever is unknown; then the workspace is linked to the
cache as ``cache.type`` asks. The way back is ``storage.checkout``.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from lineal.base.errors import DataError
from lineal.storage.algorithm import MD5, Algorithm
from lineal.storage.hashing import SMALL, hash_file, run_by_size, settled_tick
from lineal.storage.intake import put_bytes, put_file, take_in
from lineal.storage.links import UNSUPPORTED
from lineal.storage.placing import Linker, make_executable, workspace_error
from lineal.storage.relink import (
    Stance,
    is_link_of,
    may_adopt,
    member_needs_relink,
    stance_of,
    stays_copied,
)
from lineal.storage.signature import signature_of
from lineal.storage.tree import dump_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.storage.cache import Cache
    from lineal.storage.observe import Observation, Observer
    from lineal.storage.sight import Sight

__all__ = ["put_bytes", "store"]


def store(
    path: str,
    observer: Observer,
    cache: Cache,
    *,
    relink: bool = True,
    algorithm: Algorithm = MD5,
) -> Observation:
    """Hash ``path``, put what is new into the cache, link the workspace to it."""
    sight = observer.look(path, algorithm)
    if sight is None:
        raise DataError(f"{path} does not exist", hint="create it, or correct the path")
    tick = settled_tick(
        observer.index.clock, [sight.signature(position) for position in sight.gaps()]
    )
    intake = _Intake(sight, observer, cache, algorithm, adopt=relink)
    intake.run()
    observation = observer.conclude(sight, tick, algorithm)
    if observation.tree is not None and not cache.has(observation.oid, algorithm):
        # Last, because to everyone else it promises that all members are there.
        put_bytes(cache, observation.oid, dump_tree(observation.tree), algorithm)
    if relink and _relink(intake, observation):
        observer.relearn(path, observation.oid, observation.tree, algorithm)
    return observation


class _Intake:
    """The work of one ``store`` call: every file of the output into the cache."""

    __slots__ = (
        "adopt",
        "adopted",
        "algorithm",
        "cache",
        "digests",
        "observer",
        "sight",
        "stances",
    )

    def __init__(
        self,
        sight: Sight,
        observer: Observer,
        cache: Cache,
        algorithm: Algorithm,
        *,
        adopt: bool,
    ) -> None:
        self.sight = sight
        self.observer = observer
        self.cache = cache
        self.algorithm = algorithm
        self.adopt = adopt
        # How files were linked before anything is touched: DVC decides by that.
        self.stances: dict[int, Stance] = {}
        self.adopted: set[int] = set()
        self.digests: Sequence[str | None] = ()

    def run(self) -> None:
        sight = self.sight
        if self.adopt:
            self.stances = {at: _stance(sight.file_path(at)) for at in self._worth_a_look()}
        self.digests = sight.all_digests()
        # Twice the threads: while one waits for the disk, another hashes.
        run_by_size(sight.listing.sizes(), self._bring, 2 * self.observer.jobs)

    def _worth_a_look(self) -> Sequence[int]:
        """Return the files whose links may have to change; mostly there are none."""
        listing = self.sight.listing
        if stays_copied(self.cache.link_types):
            return listing.linked
        return range(len(listing.names))

    def _bring(self, position: int) -> None:
        path = self.sight.file_path(position)
        digest = self.digests[position]
        if digest is None:
            self._bring_unknown(position, path)
        elif not self.cache.has(digest, self.algorithm):
            self._bring_known(position, path, digest)
        if self.observer.progress is not None:
            self.observer.progress(path, self.sight.signature(position).size)

    def _bring_unknown(self, position: int, path: str) -> None:
        seen = self.sight.signature(position)
        if self._adoptable(position):
            hashed = hash_file(path, self.algorithm, expected=seen)
            if not self.cache.has(hashed.digest, self.algorithm):
                self._take_over(position, path, hashed.digest)
        else:
            index = self.observer.index
            hint = index.last_digest(path, self.algorithm) if seen.size > SMALL else None
            hashed = take_in(self.cache, path, seen, self.algorithm, hint=hint)
        self.sight.fill(position, hashed.digest, hashed.signature)

    def _bring_known(self, position: int, path: str, digest: str) -> None:
        seen = self.sight.signature(position)
        if self._adoptable(position):
            self._take_over(position, path, digest)
        elif seen.size <= SMALL:
            # Hashing what is copied anyway costs nothing and proves the index right.
            if take_in(self.cache, path, seen, self.algorithm).digest != digest:
                raise _changed(path)
        else:
            put_file(self.cache, path, digest, self.algorithm)
            if signature_of(os.stat(path)) != seen:
                with suppress(OSError):
                    os.unlink(self.cache.object_path(digest, self.algorithm))
                raise _changed(path)

    def _adoptable(self, position: int) -> bool:
        stance = self.stances.get(position)
        return stance is not None and may_adopt(
            stance, self.cache.link_types, is_member=self.sight.is_dir
        )

    def _take_over(self, position: int, path: str, digest: str) -> None:
        """Make the workspace file the object by giving it a second name in the cache."""
        target = self.cache.object_path(digest, self.algorithm)
        self.cache.make_parent(target)
        try:
            os.link(path, target, follow_symlinks=False)
        except FileExistsError:
            # The same content twice in one directory: the first one became the object.
            return
        except OSError as exc:
            if exc.errno not in UNSUPPORTED:
                raise workspace_error(path, exc) from exc
            put_file(self.cache, path, digest, self.algorithm)
            return
        self.cache.protect(target)
        self.adopted.add(position)


def _relink(intake: _Intake, observation: Observation) -> bool:
    """Link what is not linked as configured; say whether any file was touched."""
    linker = Linker(intake.cache)
    if not intake.sight.is_dir:
        return _relink_file(intake, linker, observation)
    touched = bool(intake.adopted)
    members = () if observation.tree is None else observation.tree.members
    for position, stance in intake.stances.items():
        object_path = intake.cache.object_path(members[position][1], intake.algorithm)
        inode = os.stat(object_path).st_ino if stance.links > 1 else None
        kept_link = position in intake.adopted and linker.kinds[:1] == ("hardlink",)
        if not kept_link and member_needs_relink(
            stance, intake.cache.link_types, object_path, inode
        ):
            linker.place(object_path, intake.sight.file_path(position))
            touched = True
    return touched


def _relink_file(intake: _Intake, linker: Linker, observation: Observation) -> bool:
    path, cache, stance = intake.sight.path, intake.cache, intake.stances[0]
    touched = True
    if stance.is_copy and cache.link_types[:1] == ("copy",):
        touched = _set_mode(path, stance, cache.file_mode, isexec=observation.isexec)
    elif stance.is_copy and cache.link_types[:2] == ("reflink", "copy"):
        # DVC copies the object back over the file; all that shows of it is the mode.
        touched = _set_mode(path, stance, cache.copy_mode, isexec=observation.isexec)
    else:
        object_path = cache.object_path(observation.oid, intake.algorithm)
        touched = not is_link_of(_stance(path), object_path, linker.kinds[0])
        if touched:
            linker.place(object_path, path)
        if observation.isexec:
            make_executable(path)
    return touched or bool(intake.adopted)


def _set_mode(path: str, stance: Stance, mode: int, *, isexec: bool) -> bool:
    wanted = mode | (stat.S_IXUSR if isexec else 0)
    if stance.mode == wanted:
        return False
    try:
        os.chmod(path, wanted)
    except OSError as exc:
        raise workspace_error(path, exc) from exc
    return True


def _stance(path: str) -> Stance:
    try:
        return stance_of(path)
    except OSError as exc:
        raise workspace_error(path, exc) from exc


def _changed(path: str) -> DataError:
    return DataError(
        f"{path} changed while it was stored",
        hint="wait until the program that writes it is done, then try again",
    )
