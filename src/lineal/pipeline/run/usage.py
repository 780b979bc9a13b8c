"""What a command took of the machine: asked when it has ended, before it is forgotten."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    import subprocess

Number = TypeVar("Number", int, float)

_KIBI = 1024


class Usage(NamedTuple):
    """Seconds of processors, and bytes: at most in memory at once, read and written in all.

    None is what this system does not tell.
    """

    cpu: float | None = None
    memory: int | None = None
    read: int | None = None
    written: int | None = None


def together(one: Usage, other: Usage) -> Usage:
    """Of two commands, one after the other. Pure."""
    memory = [each.memory for each in (one, other) if each.memory is not None]
    return Usage(
        _sum(one.cpu, other.cpu),
        max(memory, default=None),
        _sum(one.read, other.read),
        _sum(one.written, other.written),
    )


def reap(process: subprocess.Popen[bytes]) -> tuple[int, Usage] | None:
    """How a process ended and what it and its children took; None while it runs."""
    if process.returncode is not None:
        return process.returncode, Usage()
    if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        return None
    # It is not reaped yet, so that its counters, and its number, are still its own.
    read, written = transferred(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    usage = Usage(used.ru_utime + used.ru_stime, used.ru_maxrss * _KIBI, read, written)
    return process.returncode, usage


def transferred(pid: int | str) -> tuple[int | None, int | None]:
    """Bytes read and written, from wherever and to wherever, with those of ended children."""
    try:
        # Once for every command: a third of what a file object costs.
        descriptor = os.open(f"/proc/{pid}/io", os.O_RDONLY | os.O_CLOEXEC)
        try:
            read, written = os.read(descriptor, 256).split(b"\n", 2)[:2]
        finally:
            os.close(descriptor)
    except OSError:
        return None, None
    return int(read.split()[1]), int(written.split()[1])


def _sum(one: Number | None, other: Number | None) -> Number | None:
    return other if one is None else one if other is None else one + other
