"""Claims on paths for as long as a stage runs: DVC's ``.dvc/tmp/rwlock``.

A claim outlives the moment it is made in, so it is an entry in a file with our
pid; the file is changed under a lock of its own, which is held for milliseconds.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import BusyError
from lineal.storage.atomic import write_atomic
from lineal.storage.locks import rwtable
from lineal.storage.locks.lockfile import make_lock_file
from lineal.storage.locks.processes import is_ancestor, pid_exists
from lineal.storage.locks.project import ensure_tmp_dir
from lineal.storage.locks.waiting import Wait, say_on_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lineal.storage.locks.project import ProjectLock

_PAGE = 4096
# A file this short, or shorter, cannot hold a claim.
_EMPTY_TABLE_BYTES = len('{"write": {}, "read": {}}')


class Claim(NamedTuple):
    read: tuple[str, ...]
    write: tuple[str, ...]


class RWLock:
    """All claims of this process. Paths are absolute."""

    __slots__ = ("_claims", "_hardlink", "_path", "_say", "_tmp_dir")

    def __init__(
        self,
        dvc_dir: str,
        *,
        hardlink: bool = False,
        say: Callable[[str], None] = say_on_stderr,
    ) -> None:
        self._tmp_dir = os.path.join(dvc_dir, "tmp")
        self._path = os.path.join(self._tmp_dir, "rwlock")
        self._hardlink = hardlink
        self._say = say
        self._claims: list[Claim] = []

    def blockers(self, read: Iterable[str], write: Iterable[str]) -> list[rwtable.Blocker]:
        """Who is in the way now; one ``stat`` when nobody is running."""
        try:
            if os.stat(self._path).st_size <= _EMPTY_TABLE_BYTES:
                return []
        except OSError:
            return []
        with self._guarded():
            table = self._load()
        return _alive(rwtable.blockers_of(table, read, write, os.getpid()))

    def acquire(
        self,
        read: Iterable[str],
        write: Iterable[str],
        cmd: str,
        *,
        yielding: ProjectLock | None = None,
    ) -> Claim:
        """Claim the paths, waiting for whoever is in the way.

        ``yielding`` is let go while waiting: the other process needs it to finish.
        What the project files say may have changed when this returns after a wait.
        """
        claim = Claim(tuple(read), tuple(write))
        if blockers := self._try_acquire(claim, cmd):
            wait = Wait(self._say)
            while blockers:
                _refuse_ancestors(blockers)
                _pause(wait, blockers, yielding)
                blockers = self._try_acquire(claim, cmd)
        self._claims.append(claim)
        return claim

    def release(self, claim: Claim | None = None) -> None:
        """Give one claim back, or all of them."""
        gone = [claim] if claim is not None else list(self._claims)
        if not gone:
            return
        for one in gone:
            self._claims.remove(one)
        # Two stages that run side by side may read the same path: it stays claimed.
        read = _all(one.read for one in gone) - _all(one.read for one in self._claims)
        write = _all(one.write for one in gone) - _all(one.write for one in self._claims)
        with self._guarded():
            self._save(rwtable.without_claim(self._load(), read, write, os.getpid()))

    @contextmanager
    def claiming(
        self,
        read: Iterable[str],
        write: Iterable[str],
        cmd: str,
        *,
        yielding: ProjectLock | None = None,
    ) -> Iterator[Claim]:
        claim = self.acquire(read, write, cmd, yielding=yielding)
        try:
            yield claim
        finally:
            self.release(claim)

    def _try_acquire(self, claim: Claim, cmd: str) -> list[rwtable.Blocker]:
        with self._guarded():
            table = self._load()
            pid = os.getpid()
            found = rwtable.blockers_of(table, claim.read, claim.write, pid)
            alive = _alive(found)
            if not alive:
                dead = {blocker.holder.pid for blocker in found}
                table = rwtable.without_processes(table, dead) if dead else table
                me = rwtable.Holder(pid, cmd)
                self._save(rwtable.with_claim(table, claim.read, claim.write, me))
            return alive

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        ensure_tmp_dir(self._tmp_dir)
        guard = make_lock_file(f"{self._path}.lock", hardlink=self._hardlink)
        if not guard.try_acquire():
            wait = Wait(self._say)
            while not guard.try_acquire():
                wait.sleep(lambda: f"another process to release {guard.path}")
        try:
            yield
        finally:
            guard.release()

    def _load(self) -> rwtable.Table:
        try:
            with open(self._path, encoding="utf-8") as file:
                text = file.read()
        except FileNotFoundError:
            return rwtable.EMPTY
        try:
            return rwtable.parse_table(text)
        except ValueError as exc:
            # DVC rewrites the file in place, so a killed dvc leaves it cut short. Nobody
            # else is writing now, and refusing would stop every run until it is deleted.
            self._say(f"warning: {self._path} was damaged ({exc}); starting a new one")
            return rwtable.EMPTY

    def _save(self, table: rwtable.Table) -> None:
        data = rwtable.dump_table(table).encode()
        if not _overwrite(self._path, data):
            write_atomic(self._path, data)


def _overwrite(path: str, data: bytes) -> bool:
    """Change a small file in place: a quarter of the cost of a new one, twice a stage.

    One write within one page is whole even if we are killed. Where the text gets shorter
    it is padded first, so that what is left is valid JSON at every moment.
    """
    try:
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        size = os.fstat(fd).st_size
        if max(size, len(data)) > _PAGE:
            return False
        os.pwrite(fd, data.ljust(size), 0)
        os.ftruncate(fd, len(data))
    finally:
        os.close(fd)
    return True


def _alive(blockers: list[rwtable.Blocker]) -> list[rwtable.Blocker]:
    return [blocker for blocker in blockers if pid_exists(blocker.holder.pid)]


def _all(groups: Iterable[tuple[str, ...]]) -> set[str]:
    return {path for group in groups for path in group}


def _pause(wait: Wait, blockers: list[rwtable.Blocker], yielding: ProjectLock | None) -> None:
    with yielding.released() if yielding is not None else nullcontext():
        wait.sleep(lambda: _describe(blockers))


def _describe(blockers: list[rwtable.Blocker]) -> str:
    path, holder = blockers[0]
    return f"PID {holder.pid} ({holder.cmd}) to finish with {path}"


def _refuse_ancestors(blockers: list[rwtable.Blocker]) -> None:
    """Waiting for a process that waits for us would never end."""
    for path, holder in blockers:
        if is_ancestor(holder.pid):
            raise BusyError(
                f"{path} is in use by PID {holder.pid} ({holder.cmd}), which started this command",
                hint="a stage's command cannot itself run stages that touch the same files",
            )
