"""The warm process: runs one step after the other for the engine.

Each runs as if a shell had started it. Its other end is `lineal.pipeline.run.warm`.

A step sees its own directory, environment and streams, and leaves none of them behind. What
stays are imported modules, which is the point.
"""

from __future__ import annotations

import os
import socket
import sys
import traceback
from contextlib import suppress
from typing import Any

from lineal.cli.main import main
from lineal.ledger.observing.hook import lineal_watch
from lineal.pipeline.run.usage import Usage, transferred
from lineal.pipeline.run.warm import receive_request, send_result

_INTERRUPTED = 130
#: What /proc is told to begin measuring the peak of memory anew.
_FORGET_PEAK = "5"


def serve(connection: socket.socket) -> None:
    """Until the engine closes its end."""
    while (request := receive_request(connection)) is not None:
        arguments, fds = request
        meter = _Meter()
        code = _run_one(arguments, fds)
        send_result(connection, code, meter.usage())


class _Meter:
    """What one step takes, of a process that has done others before."""

    __slots__ = ("_cpu", "_read", "_written")

    def __init__(self) -> None:
        with suppress(OSError), open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write(_FORGET_PEAK)
        self._cpu = _cpu_seconds()
        self._read, self._written = transferred("self")

    def usage(self) -> Usage:
        read, written = transferred("self")
        if read is None or written is None or self._read is None or self._written is None:
            return Usage(_cpu_seconds() - self._cpu, _peak())
        moved = read - self._read, written - self._written
        return Usage(_cpu_seconds() - self._cpu, _peak(), *moved)


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


def _peak() -> int | None:
    with suppress(OSError), open("/proc/self/status", "rb") as file:
        for line in file:
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) * 1024
    return None


def _run_one(request: dict[str, Any], fds: list[int]) -> int:
    home = os.getcwd()
    kept = [os.dup(fd) for fd in range(3)]
    environment = dict(os.environ)
    try:
        for number, fd in enumerate(fds):
            os.dup2(fd, number)
            os.close(fd)
        os.chdir(request["cwd"])
        _set_environment(request["env"])
        lineal_watch.start(os.environ)
        return _step(request["arguments"])
    finally:
        lineal_watch.stop()
        sys.stdout.flush()
        sys.stderr.flush()
        for number, fd in enumerate(kept):
            os.dup2(fd, number)
            os.close(fd)
        os.chdir(home)
        _set_environment(environment)


def _step(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as exc:
        return exc.code if isinstance(exc.code, int) else int(exc.code is not None)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception:  # noqa: BLE001 (the edge of a worker: what a fresh process would print)
        traceback.print_exc()
        return 1


def _set_environment(env: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as end:
        serve(end)
