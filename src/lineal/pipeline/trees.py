"""Lists of directories by object id: out of the cache, or else out of a remote, verified."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

from lineal.base.errors import ConfigError, RemoteError, RemoteMissing
from lineal.storage.digest import digest_bytes
from lineal.storage.objects import ObjectId, object_key
from lineal.storage.tree import parse_tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from lineal.pipeline.workspace import Workspace
    from lineal.storage.remotes.port import Remote
    from lineal.storage.tree import Tree


class Trees:
    """Reads; a remote is opened when the cache lacks something, and complained of once."""

    __slots__ = ("_ask", "_remotes", "_ws")

    def __init__(self, ws: Workspace, *, remotes: bool = True) -> None:
        self._ws = ws
        self._ask = remotes
        self._remotes: dict[str | None, Remote | None] = {}

    def read(self, item: ObjectId, remote: str | None = None) -> Tree | None:
        """None for a list that is nowhere, or is damaged everywhere."""
        data = self.data(item, remote)
        if data is None:
            return None
        try:
            return parse_tree(data)
        except ValueError:
            return None

    def data(self, item: ObjectId, remote: str | None = None) -> bytes | None:
        """The bytes, exactly those the id was made of."""
        try:
            with open(self._ws.cache.object_path(item.oid, item.algorithm), "rb") as file:
                data = file.read()
        except (FileNotFoundError, NotADirectoryError):
            return self._from_remote(item, remote)
        # A list that was cut short would lose us files without anybody noticing.
        return data if _is_whole(data, item) else self._from_remote(item, remote)

    def fetch(self, wanted: Iterable[tuple[ObjectId, str | None]]) -> None:
        """Bring what the cache lacks from the remotes named, many at once, as far as it goes."""
        missing: dict[str | None, list[ObjectId]] = {}
        for item, name in wanted:
            if not os.path.isfile(self._ws.cache.object_path(item.oid, item.algorithm)):
                missing.setdefault(name, []).append(item)
        for name, items in missing.items():
            remote = self._open(name)
            if remote is not None:
                self._fetch(remote, name, items)

    def _fetch(self, remote: Remote, name: str | None, items: list[ObjectId]) -> None:
        # deferred: most lists are in the cache
        from lineal.storage.transfer.fetch import fetch_lists
        from lineal.storage.transfer.meter import Meter

        try:
            fetch_lists(self._ws.cache, remote, items, jobs=remote.jobs, meter=Meter())
        except RemoteError as exc:
            self._give_up(name, exc)

    def close(self) -> None:
        for remote in self._remotes.values():
            if remote is not None:
                remote.close()
        self._remotes.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _from_remote(self, item: ObjectId, name: str | None) -> bytes | None:
        remote = self._open(name)
        if remote is None:
            return None
        try:
            data = remote.read(object_key(item))
        except RemoteMissing:
            return None
        except RemoteError as exc:
            self._give_up(name, exc)
            return None
        return data if _is_whole(data, item) else None

    def _give_up(self, name: str | None, exc: RemoteError) -> None:
        """Once is enough: the other directories would have the same to say."""
        self._ws.warn(f"{exc.message}; directories that only it has the list of stay unknown")
        self._remotes[name] = None

    def _open(self, name: str | None) -> Remote | None:
        if not self._ask or (name is None and self._ws.config.core.remote is None):
            return None
        if name not in self._remotes:
            # deferred: most lists are in the cache
            from lineal.storage.remotes.opening import open_remote

            try:
                self._remotes[name] = open_remote(self._ws.config, name)
            except (ConfigError, RemoteError) as exc:
                self._ws.warn(exc.message)
                self._remotes[name] = None
        return self._remotes[name]


def _is_whole(data: bytes, item: ObjectId) -> bool:
    return digest_bytes(data) == item.digest
