"""Where the bytes of one path are, and opening them there: workspace or Git, cache, remote."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from lineal.base.errors import DataError, TargetError
from lineal.pipeline.paths import is_inside
from lineal.pipeline.reading.owner import owner_of, tracked_outs
from lineal.pipeline.reading.remote import connect, nowhere, open_remote_of, with_remote
from lineal.pipeline.reading.tracked import Tracked, not_a_file, tracked_in
from lineal.storage.objects import object_key
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.remotes.port import Remote


class OnDisk(NamedTuple):
    """A file of the workspace, or an object of the cache."""

    path: str

    def open(self) -> BinaryIO:
        try:
            return open(self.path, "rb")
        except OSError as exc:
            raise DataError(
                f"cannot read {self.path}: {exc.strerror}", hint="check that you may read it"
            ) from exc


class InGit(NamedTuple):
    """A file of a revision that Git itself has."""

    data: bytes

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


class OnRemote(NamedTuple):
    """An object that only the remote has."""

    ws: Workspace
    tracked: Tracked

    def open(self) -> BinaryIO:
        # deferred: most data is here already
        from lineal.storage.remote_file import Expected, open_remote_file

        ws, (out, item, _) = self
        key = object_key(item)
        remote = connect(ws, out)
        try:
            size = _size_of(ws, remote, self.tracked)
        except BaseException:
            remote.close()
            raise
        expected = Expected(item.digest, item.algorithm, f"{remote.url}/{key}")
        return cast("BinaryIO", open_remote_file(remote, key, size, expected))


def _size_of(ws: Workspace, remote: Remote, found: Tracked) -> int:
    """Asked of the remote, which also shows that the object is there before anybody reads."""
    info = remote.head(object_key(found.item))
    if info is None:
        raise nowhere(ws, remote, found.path, found.item)
    return info.size


Source = OnDisk | InGit | OnRemote


def read_output(ws: Workspace, path: str, remote: str | None = None) -> bytes:
    """All bytes of one file of the project, wherever they are."""
    there = ws._replace(config=with_remote(ws.config, remote))
    with find_source(there, path).open() as file:
        return file.read()


def find_source(ws: Workspace, path: str) -> Source:
    """The workspace and Git first, as they are now; then what was recorded."""
    path = _absolute(ws, path)
    here = untracked_source(ws, path)
    if here is not None:
        return here
    out = owner_of(ws, path)
    found = out and tracked_in(ws, out, path)
    if not found:
        raise _unknown(ws, path)
    return tracked_source(ws, found)


def tracked_source(ws: Workspace, found: Tracked) -> OnDisk | OnRemote:
    if is_tree_oid(found.item.oid):
        raise not_a_file(ws, found.path)
    oid, algorithm = found.item
    if ws.cache.has(oid, algorithm):
        return OnDisk(ws.cache.object_path(oid, algorithm))
    return OnRemote(ws, found)


def untracked_source(ws: Workspace, path: str) -> OnDisk | InGit | None:
    """What has these bytes under their own name."""
    if ws.revision is None:
        if os.path.isdir(path):
            raise not_a_file(ws, path)
        return OnDisk(path) if os.path.exists(path) else None
    data = ws.files.read(path)
    if data is None and ws.files.is_dir(path):
        raise not_a_file(ws, path)
    return None if data is None else InGit(data)


def url_of(ws: Workspace, path: str) -> str:
    """Where the object of a tracked file or directory is, or would be, on the remote."""
    path = _absolute(ws, path)
    out = owner_of(ws, path)
    found = out and tracked_in(ws, out, path)
    if not found:
        raise _unknown(ws, path)
    with open_remote_of(ws, found.out) as remote:
        return f"{remote.url.rstrip('/')}/{object_key(found.item)}"


def _absolute(ws: Workspace, path: str) -> str:
    return os.path.normpath(os.path.join(ws.cwd, path))


def _unknown(ws: Workspace, path: str) -> TargetError:
    from lineal.base.suggest import closest  # deferred: errors only

    shown = ws.show(path) if is_inside(path, ws.root) else path
    near = closest(shown, [ws.show(known) for known in tracked_outs(ws)])
    hint = f"did you mean '{near}'?" if near else "lineal stage list --all shows what is tracked"
    at = f" at {ws.revision[:7]}" if ws.revision else ""
    return TargetError(f"'{shown}' is neither tracked nor there{at}", hint=hint)
