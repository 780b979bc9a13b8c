"""A directory on another machine, over SSH: SFTP through asyncssh."""

from __future__ import annotations

import asyncio
import os
import posixpath
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from asyncssh import FILEXFER_TYPE_DIRECTORY, SFTPFailure, SFTPNoSuchFile, SFTPNoSuchPath

from lineal.base.errors import RemoteMissing
from lineal.storage.atomic import is_leftover, temporary_beside
from lineal.storage.remotes.address import checked_key
from lineal.storage.remotes.failures import Failure, Kind, error_of
from lineal.storage.remotes.port import Info
from lineal.storage.remotes.ssh_connection import Connection
from lineal.storage.remotes.ssh_settings import patience_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

    from asyncssh import SFTPAttrs, SFTPClient

    from lineal.storage.remotes.place import Place

T = TypeVar("T")

_JOBS: Final = 8
_PIECE: Final = 1 << 20
_BLOCK: Final = 1 << 15


def open_ssh(place: Place) -> SshRemote:
    return SshRemote(place, Connection(place), jobs=place.jobs(_JOBS))


class SshRemote:
    """The port. Files appear by a rename on the server, complete or not at all."""

    __slots__ = ("_connection", "_made", "_patience", "_place", "_root", "jobs")

    waits: Final = True

    def __init__(self, place: Place, connection: Connection, *, jobs: int = _JOBS) -> None:
        self._place = place
        self._connection = connection
        self._patience = patience_of(place)
        self._root = place.address.path.rstrip("/")
        self._made: set[str] = set()
        self.jobs = jobs

    @property
    def url(self) -> str:
        return self._place.address.shown

    def head(self, key: str) -> Info | None:
        async def work(sftp: SFTPClient) -> SFTPAttrs:
            return await sftp.stat(self._path(key))

        try:
            found = self._call(work, key)
        except RemoteMissing:
            return None
        is_file = found.permissions is None or stat.S_ISREG(found.permissions)
        return Info(key, found.size or 0, modified=found.mtime) if is_file else None

    def list(self, prefix: str = "") -> Iterator[Info]:
        left = [prefix.strip("/")]
        while left:
            directory = left.pop()
            for name, found in self._entries(directory):
                key = f"{directory}/{name}" if directory else name
                if found.type == FILEXFER_TYPE_DIRECTORY:
                    left.append(key)
                elif not is_leftover(key):
                    yield Info(key, found.size or 0, modified=found.mtime)

    def read(self, key: str) -> bytes:
        return b"".join(self.stream(key))

    def read_range(self, key: str, start: int, length: int) -> bytes:
        async def work(sftp: SFTPClient) -> bytes:
            async with sftp.open(self._path(key), "rb", block_size=_BLOCK) as file:
                data: object = await file.read(length, start)
                # The stubs say text; a file opened as binary gives bytes.
                return data if isinstance(data, bytes) else str(data).encode()

        return self._call(work, key) if length > 0 else b""

    def stream(self, key: str) -> Iterator[bytes]:
        info = self.head(key)
        if info is None:
            raise self._missing(key)
        done = 0
        while done < info.size:
            data = self.read_range(key, done, min(_PIECE, info.size - done))
            if not data:
                missing = f"{info.size - done} bytes are missing"
                raise error_of(self._place, Failure(Kind.BROKEN, missing), key)
            done += len(data)
            yield data

    def write(self, key: str, data: bytes) -> Info:
        async def put(sftp: SFTPClient, temporary: str) -> None:
            async with sftp.open(temporary, "wb", block_size=_BLOCK) as file:
                await file.write(data)

        self._put(key, put)
        return Info(key, len(data))

    def upload(self, key: str, path: str, sent: Callable[[int], None] | None = None) -> Info:
        told = 0

        def progress(source: bytes, target: bytes, done: int, size: int) -> None:
            nonlocal told
            del source, target, size
            # An upload that begins again is told of once.
            if sent and done > told:
                sent(done - told)
                told = done

        async def put(sftp: SFTPClient, temporary: str) -> None:
            await sftp.put(path, temporary, progress_handler=progress, block_size=_BLOCK)

        size = os.stat(path).st_size
        self._put(key, put)
        if sent and size > told:
            sent(size - told)
        return Info(key, size)

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            with suppress(RemoteMissing):
                self._remove_one(key)

    def close(self) -> None:
        self._connection.close()

    def _remove_one(self, key: str) -> None:
        async def work(sftp: SFTPClient) -> None:
            await sftp.remove(self._path(key))

        self._call(work, key)

    def _put(self, key: str, put: Callable[[SFTPClient, str], Awaitable[None]]) -> None:
        path = self._path(key)
        temporary = temporary_beside(path)

        async def work(sftp: SFTPClient) -> None:
            await self._make(sftp, posixpath.dirname(path))
            try:
                await put(sftp, temporary)
                await _renamed(sftp, temporary, path)
            except BaseException:
                with suppress(SFTPNoSuchFile, OSError):
                    await asyncio.shield(sftp.remove(temporary))
                raise

        self._call(work, key, patient=False)

    async def _make(self, sftp: SFTPClient, directory: str) -> None:
        if directory in self._made or directory in {"", "/"}:
            return
        await sftp.makedirs(directory, exist_ok=True)
        self._made.add(directory)

    def _entries(self, directory: str) -> Sequence[tuple[str, SFTPAttrs]]:
        async def work(sftp: SFTPClient) -> Sequence[tuple[str, SFTPAttrs]]:
            found = []
            async for entry in sftp.scandir(self._path(directory) or "/"):
                name = entry.filename
                text = name if isinstance(name, str) else name.decode(errors="surrogateescape")
                if text not in {".", ".."}:
                    found.append((text, entry.attrs))
            return found

        try:
            return self._call(work, directory)
        except RemoteMissing:
            return []

    def _call(
        self, work: Callable[[SFTPClient], Awaitable[T]], key: str, *, patient: bool = True
    ) -> T:
        """A transfer has no bound as a whole; a question has."""

        async def bounded(sftp: SFTPClient) -> T:
            try:
                async with asyncio.timeout(self._patience if patient else None):
                    return await work(sftp)
            except (SFTPNoSuchFile, SFTPNoSuchPath) as exc:
                raise self._missing(key) from exc

        return self._connection.call(bounded)

    def _missing(self, key: str) -> RemoteMissing:
        return RemoteMissing(f"{self._place.label}: there is no {key}")

    def _path(self, key: str) -> str:
        try:
            return f"{self._root}/{checked_key(key)}".rstrip("/")
        except ValueError as exc:
            raise error_of(self._place, Failure(Kind.OTHER, str(exc))) from exc


async def _renamed(sftp: SFTPClient, temporary: str, path: str) -> None:
    try:
        await sftp.posix_rename(temporary, path)
    except SFTPFailure:
        # A server without the extension does not rename over a file.
        with suppress(SFTPNoSuchFile):
            await sftp.remove(path)
        await sftp.rename(temporary, path)
