"""uvicorn, stripped to what a prediction needs, on a socket that is already bound."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from typing import TYPE_CHECKING

import uvicorn

from lineal.base.errors import LinealError
from lineal.serving.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket
    from types import FrameType

    from lineal.serving.assembling import Assembled

_BACKLOG = 2048
_KEEP_ALIVE_SECONDS = 75
_GRACE_SECONDS = 30
# As often an idle worker looks whether its receipts are old enough to be compacted.
_LOOK_SECONDS = 30


def run(
    assembled: Assembled, bound: socket, started: Callable[[], None], lifeline: int | None = None
) -> None:
    """Until a signal, or until the other end of ``lifeline`` is closed. Answers what has begun.

    ``started`` is called when requests are taken.
    """
    server = _Server(assembled, started, lifeline)
    # What is here stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    try:
        server.run(sockets=[bound])
    finally:
        assembled.log.close()


class _Server(uvicorn.Server):
    """Ends without raising the signal again, and says that it is about to end."""

    def __init__(
        self, assembled: Assembled, started: Callable[[], None], lifeline: int | None
    ) -> None:
        super().__init__(_config(assembled))
        self._assembled = assembled
        self._said = started
        self._lifeline = lifeline

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self._lifeline is not None:
            asyncio.get_running_loop().add_reader(self._lifeline, self._orphaned, self._lifeline)
        self._said()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        del frame
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self._drain()

    def _orphaned(self, lifeline: int) -> None:
        asyncio.get_running_loop().remove_reader(lifeline)
        self._drain()

    def _drain(self) -> None:
        self._assembled.readiness.draining = True
        self.should_exit = True


def _config(assembled: Assembled) -> uvicorn.Config:
    async def look() -> None:
        try:
            assembled.log.seal_if_old()
        except LinealError as error:
            assembled.readiness.could_not_write()
            sys.stderr.write(f"error: {error.message}\n")

    return uvicorn.Config(
        assembled.app,
        loop="uvloop",
        http=Connection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_notify=_LOOK_SECONDS,
        callback_notify=look,
    )
