"""The lock on a project's files: DVC's ``.dvc/tmp/lock``.

Held while project files are read for a decision or written, and let go while a
stage's command runs. What it guards is the caller's business.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from lineal.storage.locks.lockfile import make_lock_file
from lineal.storage.locks.processes import command_of
from lineal.storage.locks.waiting import Wait, say_on_stderr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

_SHOWN = ".dvc/tmp/lock"


class ProjectLock:
    """Not reentrant: one holder per process, who passes it on."""

    __slots__ = ("_file", "_say", "_tmp_dir")

    def __init__(
        self,
        dvc_dir: str,
        *,
        hardlink: bool = False,
        say: Callable[[str], None] = say_on_stderr,
    ) -> None:
        self._tmp_dir = os.path.join(dvc_dir, "tmp")
        self._file = make_lock_file(os.path.join(self._tmp_dir, "lock"), hardlink=hardlink)
        self._say = say

    @property
    def held(self) -> bool:
        return self._file.held

    def acquire(self) -> None:
        """Take the lock, waiting as long as LINEAL_LOCK_TIMEOUT allows."""
        if self._file.held:
            message = "the project lock is already held by this process"
            raise RuntimeError(message)
        ensure_tmp_dir(self._tmp_dir)
        if self._file.try_acquire():
            return
        wait = Wait(self._say)
        while not self._file.try_acquire():
            wait.sleep(self._describe)

    def release(self) -> None:
        self._file.release()

    @contextmanager
    def released(self) -> Iterator[None]:
        """Let others have it for a while, as DVC does while a command runs."""
        if not self._file.held:
            yield
            return
        self.release()
        try:
            yield
        finally:
            self.acquire()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _describe(self) -> str:
        pid = self._file.holder()
        if pid is None:
            return f"another process to release {_SHOWN}"
        command = command_of(pid)
        return f"PID {pid}{f' ({command})' if command else ''} to release {_SHOWN}"


def ensure_tmp_dir(tmp_dir: str) -> None:
    if not os.path.isdir(tmp_dir):
        os.makedirs(tmp_dir, exist_ok=True)
