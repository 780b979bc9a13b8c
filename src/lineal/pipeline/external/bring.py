"""Brings the data behind a URL into the cache, and says what it was.

Bytes are hashed as they arrive and held against what the place announced. If the place has
something else at the end than at the beginning, what came is of no moment in time: it is
brought again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from lineal.base.errors import DataError, StageError
from lineal.pipeline.external.identity import UrlSeen, md5_promised
from lineal.pipeline.external.look import Found, find, observation_seen
from lineal.pipeline.external.side_by_side import side_by_side
from lineal.pipeline.external.source import LOCAL, Source, Wanted, open_source
from lineal.storage.intake import put_bytes
from lineal.storage.receiving import Received, receive, sweep_waiting
from lineal.storage.store import store
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lineal.pipeline.workspace import Workspace
    from lineal.storage.cache import Cache
    from lineal.storage.remotes.port import Info

_ATTEMPTS: Final = 3


class Brought(NamedTuple):
    """``dep`` is what the URL is recorded as, ``out`` the measures of what is in the cache."""

    dep: UrlSeen
    out: dict[str, object]


class _ChangedError(Exception):
    """What arrived is not what was announced; whether that is a fault is found out by looking."""


class Sink(Protocol):
    """Where objects go: the cache, or a remote."""

    def take(self, pieces: Iterable[bytes], check: Callable[[Received], None]) -> Received: ...

    def take_list(self, oid: str, data: bytes) -> None:
        """The list of a directory whose files are all there."""


class CacheSink:
    __slots__ = ("_cache",)

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        sweep_waiting(cache)

    def take(self, pieces: Iterable[bytes], check: Callable[[Received], None]) -> Received:
        return receive(self._cache, pieces, check)

    def take_list(self, oid: str, data: bytes) -> None:
        put_bytes(self._cache, oid, data)


def bring(ws: Workspace, want: Wanted, jobs: int | None = None) -> Brought:
    with open_source(ws.config, want) as source:
        if source.scheme == LOCAL:
            return bring_folder(ws, source.path, want.url)
        return bring_to(CacheSink(ws.cache), source, jobs)


def bring_versions(ws: Workspace, want: Wanted, recorded: Mapping[str, Any]) -> Brought:
    """What a URL held when it was recorded, which a cloud that keeps versions still has."""
    with open_source(ws.config, want) as source:
        sink = CacheSink(ws.cache)
        files = recorded.get("files")
        if files is None:
            got = _take_version(sink, source, source.key, recorded)
            return Brought(UrlSeen("", recorded), {"md5": got.oid, "size": got.size})

        def take(entry: Mapping[str, Any]) -> tuple[str, Received]:
            key = f"{source.key}/{entry['relpath']}".lstrip("/")
            return str(entry["relpath"]), _take_version(sink, source, key, entry)

        taken = side_by_side(files, take, source.remote.jobs)
        members = [(relpath, got.oid) for relpath, got in taken]
        size = sum(got.size for _, got in taken)
        return Brought(UrlSeen("", recorded), take_directory(sink, members, size))


def _take_version(sink: Sink, source: Source, key: str, entry: Mapping[str, Any]) -> Received:
    from lineal.storage.remotes.bucket import BucketRemote  # deferred: one adapter each

    version, size = entry.get("version_id"), entry.get("size")
    if not isinstance(source.remote, BucketRemote) or not version:
        raise DataError(
            f"'{source.url}' has no versions that could be asked for",
            hint="lineal update takes what it holds now",
        )

    def check(got: Received) -> None:
        if size is not None and got.size != size:
            raise DataError(
                f"version {version} of '{key}' has {got.size} bytes, expected {size}",
                hint="try again",
            )

    return sink.take(source.remote.stream_version(key, str(version)), check)


def bring_folder(ws: Workspace, path: str, spelled: str) -> Brought:
    """From this machine; what a file may execute is not data."""
    seen = ws.observer.observe(path)
    if seen is None:
        raise no_such(spelled)
    kept = store(path, ws.observer, ws.cache, relink=False)
    out = {key: value for key, value in observation_seen(kept).raw.items() if key != "isexec"}
    return Brought(observation_seen(kept), out)


def no_such(spelled: str) -> StageError:
    return StageError(
        f"dependency '{spelled}' does not exist",
        hint="check the URL, and that these credentials may see it",
    )


def bring_to(sink: Sink, source: Source, jobs: int | None = None) -> Brought:
    before = find(source)
    for _ in range(_ATTEMPTS):
        if before is None:
            raise no_such(source.url)
        fault: _ChangedError | None = None
        try:
            out = _download(sink, source, before, jobs or source.remote.jobs)
        except _ChangedError as exc:
            fault = exc
        after = find(source)
        if after is not None and after.seen.oid == before.seen.oid:
            if fault is not None:
                raise DataError(
                    f"'{source.url}' did not arrive whole: {fault}", hint="try again"
                ) from fault
            return Brought(after.seen, out)
        before = after
    raise DataError(
        f"'{source.url}' keeps changing while it is downloaded",
        hint="wait until whoever writes it is done",
    )


def _download(sink: Sink, source: Source, found: Found, jobs: int) -> dict[str, object]:
    received = side_by_side(found.files, lambda item: _take(sink, source, item[1]), jobs)
    if not found.is_dir:
        return {"md5": received[0].oid, "size": received[0].size}
    members = [(path, got.oid) for (path, _), got in zip(found.files, received, strict=True)]
    return take_directory(sink, members, sum(got.size for got in received))


def take_directory(sink: Sink, members: Iterable[tuple[str, str]], size: int) -> dict[str, object]:
    """The list of files that were taken, and the measures of the whole."""
    tree = Tree(tuple(sorted(members)))
    data = dump_tree(tree)
    oid = tree_oid(data)
    sink.take_list(oid, data)
    return {"md5": oid, "size": size, "nfiles": len(tree.members)}


def _take(sink: Sink, source: Source, info: Info) -> Received:
    def check(got: Received) -> None:
        promised = md5_promised(source.scheme, info)
        # Some web servers do not say the size beforehand.
        if info.size >= 0 and got.size != info.size:
            message = f"{got.size} bytes of {info.size} of {info.key}"
            raise _ChangedError(message)
        if promised is not None and got.oid != promised:
            message = f"the bytes of {info.key} have another MD5 than its ETag"
            raise _ChangedError(message)

    return sink.take(source.remote.stream(info.key), check)
