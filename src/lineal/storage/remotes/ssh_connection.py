"""One SSH connection, in a thread with a loop of its own: channels, and calling in from threads.

asyncssh's errors become ours here.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import asyncssh

from lineal.base.errors import ConfigError, RemoteDenied, RemoteError
from lineal.storage.remotes.again import TryAgainError, until_it_works
from lineal.storage.remotes.failures import Failure, Kind, error_of
from lineal.storage.remotes.ssh_settings import connect_options, patience_of, sessions_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from asyncssh import SFTPClient, SSHClientConnection, SSHKey

    from lineal.storage.remotes.place import Place

T = TypeVar("T")


class Connection:
    """Opened by the first call, and once for all threads."""

    __slots__ = ("_channels", "_connection", "_lock", "_loop", "_next", "_opening", "_place")

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opening: asyncio.Lock | None = None
        self._connection: SSHClientConnection | None = None
        self._channels: list[SFTPClient] = []
        self._next = 0

    def call(self, work: Callable[[SFTPClient], Awaitable[T]]) -> T:
        """What ``work`` does with a channel; again when the connection was lost on the way."""

        def attempt() -> T:
            try:
                return self._run(self._with_channel(work))
            except (asyncssh.ConnectionLost, ConnectionError, BrokenPipeError) as exc:
                self._forget()
                raise self._again(exc) from exc
            except (asyncssh.Error, OSError, TimeoutError) as exc:
                raise self._final(exc) from exc

        return until_it_works(attempt)

    def close(self) -> None:
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is None:
            return
        asyncio.run_coroutine_threadsafe(self._closed(), loop).result(timeout=5)
        loop.call_soon_threadsafe(loop.stop)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._opening = asyncio.Lock()
                # A daemon: a process that ends does not wait for a server.
                threading.Thread(target=_serve, args=(self._loop,), daemon=True).start()
            loop = self._loop
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    async def _with_channel(self, work: Callable[[SFTPClient], Awaitable[T]]) -> T:
        return await work(await self._channel())

    async def _channel(self) -> SFTPClient:
        """The channels in turn; each takes many requests at once."""
        assert self._opening is not None  # noqa: S101  set with the loop
        async with self._opening:
            if self._connection is None:
                self._connection = await self._connected()
                self._channels = []
            self._next += 1
            if len(self._channels) < sessions_of(self._place) and self._next > len(self._channels):
                try:
                    async with asyncio.timeout(patience_of(self._place)):
                        self._channels.append(await self._connection.start_sftp_client())
                except asyncssh.ChannelOpenError:
                    # The server allows fewer; those there are will do.
                    if not self._channels:
                        raise
        return self._channels[self._next % len(self._channels)]

    async def _connected(self) -> SSHClientConnection:
        host = self._place.address.host

        def client() -> _Client:
            return _Client(self._place)

        return await asyncssh.connect(host, client_factory=client, **connect_options(self._place))

    async def _closed(self) -> None:
        if self._connection:
            self._connection.close()
            await self._connection.wait_closed()

    def _forget(self) -> None:
        self._connection = None

    def _again(self, exc: Exception) -> TryAgainError:
        error = error_of(self._place, _failure_of(exc))
        error.__cause__ = exc
        return TryAgainError(error)

    def _final(self, exc: Exception) -> RemoteError | ConfigError:
        name = self._place.name or "NAME"
        if isinstance(exc, asyncssh.HostKeyNotVerifiable):
            return RemoteDenied(
                f"{self._place.label}: the server's key is not the one in known_hosts",
                hint="if the server was set up anew: ssh-keygen -R HOST, then ssh HOST once",
            )
        if isinstance(exc, asyncssh.KeyImportError | asyncssh.KeyEncryptionError):
            return ConfigError(
                f"{self._place.label}: the key cannot be read; is its passphrase right?",
                hint=f"lineal remote modify --local {name} ask_passphrase true",
            )
        return error_of(self._place, _failure_of(exc))


class _Client(asyncssh.SSHClient):
    """A key that known_hosts has must match; a host it does not know is accepted, as in DVC."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def validate_host_public_key(self, host: str, addr: str, port: int, key: SSHKey) -> bool:
        del key
        path = os.path.expanduser("~/.ssh/known_hosts")
        if not os.path.exists(path):
            return True
        # asyncssh asks here only when no entry matched: is there any for this host?
        known = asyncssh.match_known_hosts(path, host, addr, port)
        return not any(known[:3])


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
    loop.close()


def _failure_of(exc: Exception) -> Failure:
    if isinstance(exc, asyncssh.PermissionDenied | asyncssh.SFTPPermissionDenied):
        return Failure(Kind.DENIED)
    if isinstance(exc, socket.gaierror):
        return Failure(Kind.UNKNOWN_HOST)
    if isinstance(exc, ConnectionRefusedError):
        return Failure(Kind.REFUSED)
    if isinstance(exc, TimeoutError):
        return Failure(Kind.SILENT)
    if isinstance(exc, asyncssh.ConnectionLost | ConnectionError):
        return Failure(Kind.BROKEN)
    return Failure(Kind.OTHER, type(exc).__name__)
