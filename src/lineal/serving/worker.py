"""One process that answers: what `workers` starts, as ``python -m lineal.serving.worker``.

It is told everything in its one argument, and given four descriptors: the bound socket, the shared
counts, a pipe to say that it started, and a pipe whose end means that its parent is gone.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress

import msgspec

from lineal.base.errors import ConfigError, LinealError
from lineal.serving.settings import TOKEN_VARIABLE, Settings

#: What is written when a worker takes requests.
STARTED = b"+"


class Task(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers are of descriptors, but ``number``: which of the workers this is."""

    settings: Settings
    number: int
    socket: int
    counts: int
    started: int
    lifeline: int


def token_of_environment() -> bytes | None:
    """As bytes, for a variable may hold any. A line's end around it was never meant."""
    token = os.environb.get(TOKEN_VARIABLE.encode())
    if not token:
        return None
    if not token.strip():
        raise ConfigError(
            f"{TOKEN_VARIABLE} is blank: nobody could send that", hint=f"unset {TOKEN_VARIABLE}"
        )
    return token.strip()


def main() -> int:
    task = msgspec.json.decode(sys.argv[1].encode(), type=Task)
    try:
        _work(task)
    except LinealError as error:
        # The edge of a worker: there is no console here.
        sys.stderr.write(f"error: {error.message}\n")
        if error.hint:
            sys.stderr.write(f"hint: {error.hint}\n")
        return error.exit_code
    return 0


def _work(task: Task) -> None:
    from lineal.serving.assembling import assemble  # deferred: its errors are told by `main`
    from lineal.serving.http_server import run  # deferred: as above
    from lineal.serving.shared import blocks  # deferred: as above

    bound = socket.socket(fileno=task.socket)
    assembled = assemble(task.settings, blocks(task.counts), task.number, token_of_environment())

    run(assembled, bound, lambda: say_started(task.started), task.lifeline)


def say_started(descriptor: int) -> None:
    """A parent that died meanwhile hears nothing; the lifeline ends this worker."""
    with suppress(BrokenPipeError):
        os.write(descriptor, STARTED)
    os.close(descriptor)


if __name__ == "__main__":
    sys.exit(main())
