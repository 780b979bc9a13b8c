"""The remote that has the objects of an output: opened, and asked for one of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError, DataError, RemoteMissing
from lineal.storage.objects import object_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.pipeline.model import Out
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.config import Config
    from lineal.storage.objects import ObjectId
    from lineal.storage.remotes.port import Remote


def with_remote(
    config: Config, remote: str | None = None, settings: Mapping[str, object] | None = None
) -> Config:
    """As if the project had this default remote, and this remote these settings."""
    if remote is None and not settings:
        return config
    name = (remote or config.core.remote or "").lower()
    if not name:
        raise ConfigError(
            "remote_config is about no remote: none was named and there is no default",
            hint="say which with remote='NAME'",
        )
    remotes = config.remotes
    if settings:
        written = {key: as_written(value) for key, value in settings.items()}
        remotes = {**remotes, name: {**remotes.get(name, {}), **written}}
    return config._replace(core=config.core._replace(remote=name), remotes=remotes)


def connect(ws: Workspace, out: Out) -> Remote:
    """The output's own remote, or the default one."""
    from lineal.storage.remotes.opening import open_remote  # deferred: the cache has most

    return open_remote(ws.config, out.remote)


@contextmanager
def open_remote_of(ws: Workspace, out: Out) -> Iterator[Remote]:
    remote = connect(ws, out)
    try:
        yield remote
    finally:
        remote.close()


def read_whole(ws: Workspace, remote: Remote, path: str, item: ObjectId) -> bytes:
    """All of a small object, verified."""
    from lineal.storage.remote_file import Expected  # deferred: as above

    try:
        data = remote.read(object_key(item))
    except RemoteMissing as exc:
        raise nowhere(ws, remote, path, item) from exc
    Expected(item.digest, item.algorithm, f"{remote.url}/{object_key(item)}").check(data)
    return data


def nowhere(ws: Workspace, remote: Remote, path: str, item: ObjectId) -> DataError:
    return DataError(
        f"'{ws.show(path)}' is not here: its object {item.oid} is neither in the cache"
        f" nor on {remote.url}",
        hint="run `lineal push` where it was made",
    )


def as_written(value: object) -> str:
    """A setting as it would stand in a config file."""
    return str(value).lower() if isinstance(value, bool) else str(value)
