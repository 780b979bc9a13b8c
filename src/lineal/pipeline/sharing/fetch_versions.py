"""Outputs whose versions a ``version_aware`` remote keeps under the names of the files.

Read only: pushing to such a remote is left to ``dvc``, and what it wrote into project files
stays there as it is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DataError, LinealError, RemoteDenied, RemoteError, RemoteMissing
from lineal.storage.intake import put_bytes
from lineal.storage.objects import ObjectId
from lineal.storage.receiving import receive, sweep_waiting
from lineal.storage.remotes.bucket import BucketRemote
from lineal.storage.transfer.outcome import Outcome, Tally
from lineal.storage.transfer.workers import run_all
from lineal.storage.tree import Tree, dump_tree, tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.receiving import Received
    from lineal.storage.remotes.port import Remote
    from lineal.storage.transfer.meter import Meter
    from lineal.storage.transfer.workers import Halt


class Version(NamedTuple):
    """One file as some remote once held it; ``version`` is None when that was not recorded."""

    item: ObjectId
    key: str
    version: str | None


def bring_versions_of(
    ws: Workspace, remote: Remote, name: str, used: Sequence[Used], jobs: int | None, meter: Meter
) -> Outcome:
    wanted = {version.item: version for each in used for version in versions(ws.root, each, name)}
    lacking = [v for v in wanted.values() if not ws.cache.has(v.item.oid)]
    tally = Tally()
    if lacking:
        sweep_waiting(ws.cache)
        meter.begin("fetching", len(lacking))

        def work(version: Version, halt: Halt) -> LinealError | None:
            try:
                _take(ws, remote, version, halt, meter)
            except (RemoteDenied, DataError):
                raise
            except LinealError as exc:
                return exc
            return None

        def done(version: Version, error: LinealError | None) -> None:
            meter.finished()
            if error is None:
                tally.success(version.item)
            else:
                tally.failure(version.item, error)

        run_all(lacking, work, min(jobs or remote.jobs, len(lacking)), done, meter.tick)
    for each in used:
        _list_directory(ws, each)
    meter.end()
    return tally.outcome()


def versions(root: str, used: Used, name: str) -> Iterator[Version]:
    """Where the files of one output are, by what its entry says of that remote."""
    raw = used.out.recorded.raw
    key = os.path.relpath(used.out.path, root)
    files = raw.get("files")
    if files is None:
        yield Version(ObjectId(used.oid), key, _version(raw, name))
        return
    for entry in files:
        relpath = str(entry["relpath"])
        if not used.inner or f"{relpath}/".startswith(f"{used.inner}/"):
            yield Version(ObjectId(str(entry["md5"])), f"{key}/{relpath}", _version(entry, name))


def _version(entry: Mapping[str, Any], name: str) -> str | None:
    said = (entry.get("cloud") or {}).get(name) or {}
    version = said.get("version_id")
    return str(version) if version else None


def _take(ws: Workspace, remote: Remote, version: Version, halt: Halt, meter: Meter) -> None:
    if version.version is None or not isinstance(remote, BucketRemote):
        raise RemoteMissing(
            f"which version {remote.url} has of {version.key} was not recorded",
            hint="dvc push, from where the file is",
        )

    def check(got: Received) -> None:
        if got.oid != version.item.oid:
            raise RemoteError(
                f"version {version.version} of {version.key} on {remote.url} has other bytes"
                " than were recorded",
                hint="dvc push, from where the file is",
            )

    pieces = remote.stream_version(version.key, version.version)
    receive(ws.cache, _counted(pieces, halt, meter), check)


def _counted(pieces: Iterable[bytes], halt: Halt, meter: Meter) -> Iterator[bytes]:
    for piece in pieces:
        halt.check()
        meter.moved(len(piece))
        yield piece


def _list_directory(ws: Workspace, used: Used) -> None:
    """Such a remote has no list of a directory; the entry says what is in it."""
    files = used.out.recorded.raw.get("files")
    if files is None:
        return
    tree = Tree(tuple(sorted((str(entry["relpath"]), str(entry["md5"])) for entry in files)))
    if used.inner or all(ws.cache.has(oid) for _, oid in tree.members):
        data = dump_tree(tree)
        put_bytes(ws.cache, tree_oid(data), data)
