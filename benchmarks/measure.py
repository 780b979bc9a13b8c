"""Timing whole processes: seconds and peak memory, contestants interleaved.

Interleaving matters: a machine that slows down half-way then slows everybody, and a
ratio of two figures taken minutes apart says nothing.
"""

from __future__ import annotations

import os
import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class BenchmarkError(Exception):
    """A measured command failed; its figure would mean nothing."""


class Command(NamedTuple):
    """What to time. ``prepare`` runs before each repetition and is not timed."""

    argv: tuple[str, ...]
    cwd: Path
    env: dict[str, str]
    prepare: Callable[[], None] | None = None
    repeat: int | None = None


class Sample(NamedTuple):
    seconds: float
    peak_mb: float


class Figure(NamedTuple):
    """The samples of one contestant. ``best`` is what is compared; the median is shown."""

    samples: tuple[Sample, ...]

    @property
    def best(self) -> float:
        return min(sample.seconds for sample in self.samples)

    @property
    def median(self) -> float:
        return statistics.median(sample.seconds for sample in self.samples)

    @property
    def peak_mb(self) -> float:
        return max(sample.peak_mb for sample in self.samples)


def interleave(commands: dict[str, Command], repeat: int) -> dict[str, Figure]:
    """Round after round, each contestant once; one with its own ``repeat`` drops out early."""
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for turn in range(max(command.repeat or repeat for command in commands.values())):
        for name, command in commands.items():
            if turn < (command.repeat or repeat):
                samples[name].append(sample_of(command))
    return {name: Figure(tuple(taken)) for name, taken in samples.items()}


def sample_of(command: Command) -> Sample:
    if command.prepare:
        command.prepare()
    started = time.perf_counter()
    status, usage = spawn(command)
    seconds = time.perf_counter() - started
    if code := os.waitstatus_to_exitcode(status):
        output = (log_path(command)).read_text(errors="replace")[-2000:]
        message = f"{' '.join(command.argv)} exited with {code}\n{output}"
        raise BenchmarkError(message)
    return Sample(seconds, usage / 1024)


def spawn(command: Command) -> tuple[int, int]:
    """Exit status and peak resident kilobytes of the child and its own children.

    Linux counts the pages of the image a child was forked from as well, so figures below
    this process's own size (about 20 MB) cannot be seen; the bar is 60 MB.
    """
    log = os.open(log_path(command), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    child = os.fork()
    if child == 0:
        os.chdir(command.cwd)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.execve(command.argv[0], command.argv, command.env)  # noqa: S606  # fork and exec are the point: wait4 needs them
    os.close(log)
    _, status, usage = os.wait4(child, 0)
    return status, usage.ru_maxrss


def log_path(command: Command) -> Path:
    return command.cwd.parent / "benchmark.log"
