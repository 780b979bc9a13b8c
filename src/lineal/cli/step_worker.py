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
from typing import Any

from lineal.cli.main import main
from lineal.pipeline.run.warm import receive_request, send_exit_code

_INTERRUPTED = 130


def serve(connection: socket.socket) -> None:
    """Until the engine closes its end."""
    while (request := receive_request(connection)) is not None:
        arguments, fds = request
        send_exit_code(connection, _run_one(arguments, fds))


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
        return _step(request["arguments"])
    finally:
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
