"""Waiting for running stages, in one place for all of them, and passing interrupts on.

Woken by SIGCHLD, so that a finished command costs no polling delay.
"""

from __future__ import annotations

import os
import select
import signal
import time
from typing import TYPE_CHECKING, NamedTuple, Protocol

from lineal.pipeline.run.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import Self

    from lineal.pipeline.model import Stage

_TICK_SECONDS = 0.2
_GRACE_SECONDS = 1.0


class Exit(NamedTuple):
    """A command that ended; a negative code is the signal that ended it.

    ``problem`` says why the command was not even started.
    """

    stage: Stage
    command: str
    code: int
    problem: str = ""
    usage: Usage = Usage()


class Running(Protocol):
    """What is waited for: `command.Child`, or a fake."""

    @property
    def is_alone(self) -> bool: ...

    @property
    def filenos(self) -> Sequence[int]: ...

    @property
    def full(self) -> Sequence[int]: ...

    def poll(self) -> Exit | None: ...

    def pump(self) -> None: ...

    def resize(self) -> None: ...

    def signal(self, number: int) -> None: ...


class Children:
    """All running stages of a run. Must be used as a context: it owns the signal handlers."""

    __slots__ = ("_interrupted_at", "_old", "_running", "_wake", "interrupts", "waits_for_others")

    def __init__(self) -> None:
        self._running: list[Running] = []
        self.interrupts = 0
        #: Set while another process is in our way: there is nothing to finish, only to give up.
        self.waits_for_others = False
        self._interrupted_at: float | None = None

    def __enter__(self) -> Self:
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.set_blocking(write, False)
        self._wake = read, write
        self._old = (
            signal.set_wakeup_fd(write, warn_on_full_buffer=False),
            signal.signal(signal.SIGCHLD, _nothing),
            signal.signal(signal.SIGINT, self._on_interrupt),
            signal.signal(signal.SIGTERM, self._on_terminate),
            signal.signal(signal.SIGWINCH, self._on_resize),
        )
        return self

    def __exit__(self, *_exc: object) -> None:
        for child in self._running:
            # Something went wrong here: nobody would record what these still write.
            child.signal(signal.SIGTERM)
        wakeup, chld, interrupt, terminate, resize = self._old
        signal.signal(signal.SIGWINCH, resize)
        signal.signal(signal.SIGTERM, terminate)
        signal.signal(signal.SIGINT, interrupt)
        signal.signal(signal.SIGCHLD, chld)
        signal.set_wakeup_fd(wakeup)
        for fd in self._wake:
            os.close(fd)

    def add(self, child: Running) -> None:
        self._running.append(child)

    def __len__(self) -> int:
        return len(self._running)

    def wait(
        self,
        tick: Callable[[], None],
        until: float | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> list[Exit]:
        """Blocks until at least one stage has ended, or the monotonic clock says ``until``.

        Calls ``tick`` now and then meanwhile, and before that ``meanwhile`` once.
        """
        while True:
            ended = self._poll()
            if ended or not self._running:
                return ended
            if meanwhile is not None:
                meanwhile()
                meanwhile = None
                continue
            patience = _TICK_SECONDS
            if until is not None:
                patience = min(patience, until - time.monotonic())
                if patience <= 0:
                    return []
            fds = [fd for child in self._running for fd in child.filenos]
            full = [fd for child in self._running for fd in child.full]
            ready, _, _ = select.select([self._wake[0], *fds], full, [], patience)
            if self._wake[0] in ready:
                _drain(self._wake[0])
            for child in self._running if fds or full else ():
                child.pump()
            self._forward_interrupt()
            tick()

    def _poll(self) -> list[Exit]:
        ended = []
        for child in list(self._running):
            result = child.poll()
            if result is not None:
                self._running.remove(child)
                ended.append(result)
        return ended

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupts += 1
        self._interrupted_at = time.monotonic()
        self._give_up()

    def _on_terminate(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupts += 1
        for child in self._running:
            child.signal(signal.SIGTERM)
        self._give_up()

    def _on_resize(self, _number: int, _frame: FrameType | None) -> None:
        for child in self._running:
            child.resize()

    def _give_up(self) -> None:
        """What we do ourselves is finished first, unless that is waiting, or asked for twice."""
        if not self._running and (self.waits_for_others or self.interrupts > 1):
            raise KeyboardInterrupt

    def _forward_interrupt(self) -> None:
        """The first interrupt asks, the second kills.

        A stage that shares our process group has had the terminal's interrupt already; it gets
        ours only when it has not ended a moment later.
        """
        if self._interrupted_at is None:
            return
        waited = time.monotonic() - self._interrupted_at
        kill = self.interrupts > 1
        for child in self._running:
            if not child.is_alone or kill or waited > _GRACE_SECONDS:
                child.signal(signal.SIGKILL if kill else signal.SIGINT)
        if waited > _GRACE_SECONDS or not any(child.is_alone for child in self._running):
            self._interrupted_at = None


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """SIGCHLD only has to wake `select`; ignoring it would make exit codes unavailable."""


def _drain(fd: int) -> None:
    try:
        while os.read(fd, 4096):
            pass
    except BlockingIOError:
        pass
