"""The parent of several workers: it binds nothing itself, answers nothing, and keeps them going.

All workers accept from one socket: whoever is free takes the next connection, and none is lost
with a worker that had not accepted it. Each is a process of its own, started afresh, so that no
thread of one library is cut in two by a fork.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from lineal.serving.restarts import Death, died, how, start_again_at
from lineal.serving.shared import new_counts
from lineal.serving.worker import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from socket import socket

    from lineal.serving.settings import Settings

_STOPPING = (signal.SIGTERM, signal.SIGINT)
# A worker ends by itself within its grace; then it is ended.
_GRACE_SECONDS = 35.0
_LOOK_SECONDS = 0.5


class Telling(NamedTuple):
    """``started`` is called when all take requests; ``warn`` with what a person should know."""

    started: Callable[[], None]
    warn: Callable[[str], None]


def run(settings: Settings, bound: socket, workers: int, telling: Telling) -> int:
    """Until a signal; 0 when all is answered, else the status of the worker that cannot start."""
    pipes = _Pipes()
    try:
        crew = _Crew(settings, bound, workers, pipes)
        with _wake_ups(pipes):
            return _supervise(crew, pipes, telling)
    finally:
        pipes.close()


class _Pipes:
    """``lifeline`` closes with this process, however it ends; the others wake it."""

    __slots__ = ("alive", "lifeline", "said", "signals", "started", "woken")

    def __init__(self) -> None:
        self.lifeline, self.alive = os.pipe()
        self.said, self.started = os.pipe()
        self.woken, self.signals = os.pipe()
        for end in (self.said, self.woken, self.signals):
            os.set_blocking(end, False)

    def wait(self, seconds: float) -> tuple[int, list[int]]:
        """How many workers said that they started, and which signals came."""
        ready, _, _ = select.select([self.said, self.woken], [], [], max(seconds, 0))
        said = len(os.read(self.said, 1024)) if self.said in ready else 0
        return said, list(os.read(self.woken, 1024)) if self.woken in ready else []

    def close(self) -> None:
        for end in (self.lifeline, self.alive, self.said, self.started, self.woken, self.signals):
            os.close(end)


class _Worker:
    """The place of a worker: its process, or when there will be one."""

    __slots__ = ("born", "death", "process")

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.born = 0.0
        self.death: Death | None = None


class _Crew:
    """Starts workers and ends them."""

    __slots__ = ("_bound", "_counts", "_pipes", "_settings", "workers")

    def __init__(self, settings: Settings, bound: socket, count: int, pipes: _Pipes) -> None:
        self._settings = settings
        self._bound = bound
        self._pipes = pipes
        self._counts = new_counts(count)
        self.workers = [_Worker() for _ in range(count)]

    def start(self, number: int) -> None:
        given = (self._bound.fileno(), self._counts, self._pipes.started, self._pipes.lifeline)
        task = Task(
            settings=self._settings,
            number=number,
            socket=given[0],
            counts=given[1],
            started=given[2],
            lifeline=given[3],
        )
        worker = self.workers[number]
        # -P: what lies in the current folder is no module of ours.
        command = [sys.executable, "-P", "-m", "lineal.serving.worker"]
        said = msgspec.json.encode(task).decode()
        worker.process = subprocess.Popen([*command, said], pass_fds=given)  # noqa: S603  our own module
        worker.born = time.monotonic()

    def dead(self) -> Iterator[tuple[int, int]]:
        """Numbers of those that ended since the last time, and their status."""
        for number, worker in enumerate(self.workers):
            status = worker.process.poll() if worker.process else None
            if status is not None:
                worker.process = None
                now = time.monotonic()
                worker.death = died(now, now - worker.born, worker.death)
                yield number, status

    def due(self, now: float) -> tuple[list[int], float]:
        """Who is to be started now, and after how many seconds to look again."""
        waiting = [
            (start_again_at(worker.death), number)
            for number, worker in enumerate(self.workers)
            if worker.process is None and worker.death is not None
        ]
        later = [at - now for at, _ in waiting if at > now]
        return [number for at, number in waiting if at <= now], min([_LOOK_SECONDS, *later])

    def end(self) -> None:
        living = [worker.process for worker in self.workers if worker.process]
        for process in living:
            process.terminate()
        until = time.monotonic() + _GRACE_SECONDS
        for process in living:
            try:
                process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        os.close(self._counts)


def _supervise(crew: _Crew, pipes: _Pipes, telling: Telling) -> int:
    """The first worker shows whether it can be done at all; then come the others."""
    try:
        crew.start(0)
        status = _wait_for_started(crew, pipes, 1)
        if status is not None:
            return status
        for number in range(1, len(crew.workers)):
            crew.start(number)
        status = _wait_for_started(crew, pipes, len(crew.workers) - 1)
        if status is not None:
            return status
        telling.started()
        _keep_going(crew, pipes, telling)
        return 0
    finally:
        crew.end()


def _wait_for_started(crew: _Crew, pipes: _Pipes, count: int) -> int | None:
    """None when all did; else the status to end with."""
    while count > 0:
        said, signals = pipes.wait(_LOOK_SECONDS)
        count -= said
        if _is_stop(signals):
            return 0
        for _, status in crew.dead():
            return status if status > 0 else 1
    return None


def _keep_going(crew: _Crew, pipes: _Pipes, telling: Telling) -> None:
    pause = _LOOK_SECONDS
    while True:
        _, signals = pipes.wait(pause)
        if _is_stop(signals):
            return
        for number, status in crew.dead():
            telling.warn(f"worker {number} {how(status)}; another takes its place")
        due, pause = crew.due(time.monotonic())
        for number in due:
            crew.start(number)


def _is_stop(signals: list[int]) -> bool:
    return any(one in signals for one in _STOPPING)


class _wake_ups:  # noqa: N801  used as a function
    """Signals wake the loop, which alone decides; Python's own handlers come back after."""

    __slots__ = ("_before", "_pipes", "_wakeup")

    def __init__(self, pipes: _Pipes) -> None:
        self._pipes = pipes

    def __enter__(self) -> None:
        self._wakeup = signal.set_wakeup_fd(self._pipes.signals, warn_on_full_buffer=False)
        handled = (*_STOPPING, signal.SIGCHLD)
        self._before = {one: signal.signal(one, lambda *_: None) for one in handled}

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for one, handler in self._before.items():
            with suppress(TypeError):
                signal.signal(one, handler)
