"""One lock file, in the two ways DVC knows: ``flock`` and hard links.

Each is tried without waiting; who waits, and how, is decided above. The bytes
inside are zc.lockfile's and flufl.lock's, so that DVC sees our locks and we see its.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import Protocol

from lineal.base.errors import ProjectError
from lineal.storage.locks.processes import pid_exists

_NO_FLOCK_HERE = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}
_A_YEAR = 365 * 24 * 3600


class LockFile(Protocol):
    """A lock that is taken now or not at all."""

    @property
    def path(self) -> str: ...

    @property
    def held(self) -> bool: ...

    def try_acquire(self) -> bool: ...

    def release(self) -> None: ...

    def holder(self) -> int | None:
        """The pid of whoever has it, when the file tells."""


def make_lock_file(path: str, *, hardlink: bool) -> LockFile:
    return HardlinkLockFile(path) if hardlink else FlockLockFile(path)


class FlockLockFile:
    """``flock`` on a file that stays; the kernel lets go when the holder dies."""

    __slots__ = ("_fd", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._fd: int | None = None

    @property
    def held(self) -> bool:
        return self._fd is not None

    def try_acquire(self) -> bool:
        fd = _open(self.path)
        if not _flock(fd, self.path):
            os.close(fd)
            return False
        content = f" {os.getpid()}\n".encode()
        os.pwrite(fd, content, 0)
        os.ftruncate(fd, len(content))
        self._fd = fd
        return True

    def release(self) -> None:
        import fcntl  # deferred: keeps this module importable where only its types are needed

        if self._fd is None:
            return
        fd, self._fd = self._fd, None
        # Unlocked by name, not by closing: a forked child may still have the descriptor.
        fcntl.flock(fd, fcntl.LOCK_UN)
        os.close(fd)

    def holder(self) -> int | None:
        return _pid_in(_read(self.path).strip())


class HardlinkLockFile:
    """A hard link that exists or does not: for file systems without ``flock``.

    DVC names its claim files by a digest, so its pid cannot be known; ours carry
    it in the name, and a claim left by a dead process of this host is removed.
    """

    __slots__ = ("_claim", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._claim: str | None = None

    @property
    def held(self) -> bool:
        return self._claim is not None

    def try_acquire(self) -> bool:
        claim = self._write_claim()
        if self._link(claim) or (self._break_if_dead() and self._link(claim)):
            self._claim = claim
            return True
        os.unlink(claim)
        return False

    def release(self) -> None:
        if self._claim is None:
            return
        claim, self._claim = self._claim, None
        for path in (self.path, claim):
            _unlink_if_there(path)

    def holder(self) -> int | None:
        _, _, tail = os.path.basename(_read(self.path)).partition(f"lineal-{_host()}-")
        return _pid_in(tail.partition(".")[0])

    def _write_claim(self) -> str:
        name = f"lineal-{_host()}-{os.getpid()}.{os.urandom(8).hex()}.lock"
        claim = os.path.join(os.path.dirname(self.path), name)
        try:
            with open(claim, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(claim)
        except OSError as exc:
            raise _unusable(claim, exc) from exc
        # flufl.lock breaks a lock whose mtime has passed; DVC also dates it a year ahead.
        later = os.stat(claim).st_mtime + _A_YEAR
        os.utime(claim, (later, later))
        return claim

    def _link(self, claim: str) -> bool:
        try:
            os.link(claim, self.path)
        except OSError as exc:
            # Over NFS the answer to a link that succeeded may be lost: count the links.
            if exc.errno not in {errno.EEXIST, errno.ENOENT, errno.ESTALE}:
                raise _unusable(self.path, exc) from exc
        return os.stat(claim).st_nlink == 2  # noqa: PLR2004  the claim and the lock

    def _break_if_dead(self) -> bool:
        pid = self.holder()
        if pid is None or pid_exists(pid):
            return False
        # Two may find the same dead holder: moving it away tells who was first, and a lock
        # that was taken in between is put back.
        grave = f"{self.path}.{os.getpid()}.dead"
        dead_claim = _read(self.path)
        with suppress(FileNotFoundError):
            os.rename(self.path, grave)
            if _read(grave) == dead_claim:
                _unlink_if_there(dead_claim)
            else:
                with suppress(FileExistsError):
                    os.link(grave, self.path)
            os.unlink(grave)
        return True


def _open(path: str) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as exc:
        raise _unusable(path, exc) from exc


def _flock(fd: int, path: str) -> bool:
    import fcntl  # deferred: see FlockLockFile.release

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as exc:
        os.close(fd)
        if exc.errno not in _NO_FLOCK_HERE:
            raise
        raise ProjectError(
            f"{path}: this file system does not support flock",
            hint="run `lineal config core.hardlink_lock true`",
        ) from exc
    return True


def _unusable(path: str, exc: OSError) -> ProjectError:
    return ProjectError(
        f"cannot lock the project: {path}: {exc.strerror}",
        hint="make the .dvc/tmp directory writable for you",
    )


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def _pid_in(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _unlink_if_there(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def _host() -> str:
    return os.uname().nodename
