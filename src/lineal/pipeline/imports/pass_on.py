"""``--to-remote``: from a URL to a remote, without a place for all of it here.

A file lies on this machine only until it is sent, because its name on the remote is its digest.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Final

from lineal.base.errors import DataError
from lineal.pipeline.external.bring import Brought, bring_to, no_such
from lineal.pipeline.external.look import observation_seen
from lineal.pipeline.external.sink import take_directory
from lineal.pipeline.external.source import LOCAL, open_source, wanted
from lineal.pipeline.imports.importing import Synced, with_dep
from lineal.pipeline.model import Recorded
from lineal.pipeline.save import ignore_out
from lineal.storage.cache import Cache
from lineal.storage.objects import ObjectId, object_key
from lineal.storage.receiving import Received, receive
from lineal.storage.remotes.opening import open_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lineal.pipeline.external.side_by_side import Pace
    from lineal.pipeline.model import Dep, Stage
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.remotes.port import Remote

_BLOCK: Final = 1 << 20


def pass_on(ws: Workspace, stage: Stage, remote: str | None, pace: Pace) -> Synced:
    with tempfile.TemporaryDirectory(dir=ws.project.lineal_dir, prefix="passing-") as waiting:
        target = open_remote(ws.config, remote)
        try:
            brought = _bring(ws, stage.deps[0], RemoteSink(target, Cache(waiting)), pace)
        finally:
            target.close()
    added: dict[str, str] = {}
    ignore_out(ws, stage.outs[0], added)
    recorded = Recorded(str(brought.out["md5"]), raw=brought.out)
    return Synced(with_dep(stage, brought.dep), recorded, tuple(added.values()))


class RemoteSink:
    """Objects under their keys on a remote. What it has is not sent again."""

    __slots__ = ("_remote", "_waiting")

    def __init__(self, remote: Remote, waiting: Cache) -> None:
        self._remote = remote
        self._waiting = waiting

    def has(self, oid: str, size: int) -> bool:
        info = self._remote.head(object_key(ObjectId(oid)))
        return info is not None and info.size == size

    def take(self, pieces: Iterable[bytes], check: Callable[[Received], None]) -> Received:
        received = receive(self._waiting, pieces, check)
        if not self.has(received.oid, received.size):
            path = self._waiting.object_path(received.oid)
            self._remote.upload(object_key(ObjectId(received.oid)), path)
        return received

    def take_list(self, oid: str, data: bytes) -> None:
        self._remote.write(object_key(ObjectId(oid)), data)


def _bring(ws: Workspace, dep: Dep, sink: RemoteSink, pace: Pace) -> Brought:
    if not dep.external:
        return _bring_folder(ws, dep.path, dep.spelled, sink)
    with open_source(ws.config, wanted(dep)) as source:
        if source.scheme == LOCAL:
            return _bring_folder(ws, source.path, dep.spelled, sink)
        return bring_to(sink, source, pace)


def _bring_folder(ws: Workspace, path: str, spelled: str, sink: RemoteSink) -> Brought:
    seen = ws.observer.observe(path)
    if seen is None:
        raise no_such(spelled)
    if seen.tree is None:
        _send(path, seen.oid, sink)
        return Brought(observation_seen(seen), {"md5": seen.oid, "size": seen.size})
    for relpath, oid in seen.tree.members:
        _send(os.path.join(path, relpath), oid, sink)
    return Brought(observation_seen(seen), take_directory(sink, seen.tree.members, seen.size))


def _send(path: str, oid: str, sink: RemoteSink) -> None:
    def check(got: Received) -> None:
        if got.oid != oid:
            raise DataError(
                f"{path} changed while it was read", hint="wait until whoever writes it is done"
            )

    sink.take(_pieces(path), check)


def _pieces(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while piece := file.read(_BLOCK):
            yield piece
