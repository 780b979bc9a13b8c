"""``lineal://``: a project at any revision as a read-only fsspec filesystem."""

from __future__ import annotations

import errno
import io
import os
from contextlib import ExitStack
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from lineal.base.errors import DataError, TargetError

try:
    from fsspec import AbstractFileSystem  # type: ignore[import-untyped]  # it ships no types
except ImportError as exc:  # the extra is not installed
    raise DataError(
        "lineal:// needs fsspec, which is not installed",
        hint="pip install 'lineal[fsspec]'",
    ) from exc

from lineal.api import address
from lineal.api.opening import Where, opened
from lineal.pipeline.imports.imported import or_origin
from lineal.pipeline.reading.catalog import Catalog
from lineal.pipeline.reading.remote import open_remote_of
from lineal.pipeline.reading.source import tracked_source, untracked_source
from lineal.storage.objects import object_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.pipeline.reading.catalog import Node
    from lineal.pipeline.workspace import Workspace

Info = dict[str, Any]
_BUFFER = 1 << 16


class _File(io.BufferedReader):
    """Closed when nobody has it any more: DuckDB lets go of files without closing them."""

    def __del__(self) -> None:
        self.close()


class _View(NamedTuple):
    """One revision of the project."""

    ws: Workspace
    catalog: Catalog


class LinealFileSystem(AbstractFileSystem):  # type: ignore[misc]  # as above
    """Files of the workspace or of Git, and tracked data from the cache or the remote.

    Paths are those of the project, from its root. ``@rev/path`` is a path at another revision
    than ``rev``. Of data that only the remote has no more is fetched than is read.
    """

    protocol = address.PROTOCOL
    root_marker = ""
    # What a workspace holds changes; an instance from earlier would not know.
    cachable = False

    def __init__(
        self,
        repo: str | None = None,
        rev: str | None = None,
        remote: str | None = None,
        *,
        config: Mapping[str, Any] | None = None,
        remote_config: Mapping[str, Any] | None = None,
        **storage_options: Any,  # noqa: ANN401  fsspec's own
    ) -> None:
        super().__init__(
            repo=repo,
            rev=rev,
            remote=remote,
            config=config,
            remote_config=remote_config,
            **storage_options,
        )
        self._where = Where(repo, rev, remote, config, remote_config)
        # Of one process: after a fork, Git would be asked by two through one pipe.
        self._views: dict[tuple[int, str | None], _View] = {}
        self._stack = ExitStack()
        self._lock = RLock()

    def close(self) -> None:
        """Let go of Git and of the index; the next call opens them again."""
        with self._lock:
            self._views.clear()
            self._stack.close()

    def __del__(self) -> None:
        # An instance that fsspec could not construct has no stack.
        stack = getattr(self, "_stack", None)
        if stack is not None:
            stack.close()

    @classmethod
    def _strip_protocol(cls, path: str | list[str]) -> str | list[str]:
        if isinstance(path, list):
            return [address.stripped(os.fspath(one)) for one in path]
        return address.stripped(os.fspath(path))

    def info(self, path: str, **_: Any) -> Info:  # noqa: ANN401  fsspec's signature
        view, absolute = self._at(path)
        node = self._node(view, absolute, path)
        found = self._info(view, node, address.prefix_of(path))
        if found["size"] is None and not node.is_dir:
            with self._source(view, node) as file:
                found["size"] = file.seek(0, os.SEEK_END)
        return found

    def exists(self, path: str, **_: Any) -> bool:  # noqa: ANN401
        """An unknown revision is an error here too: fsspec would hide it as a file not there."""
        return self._find(path) is not None

    def isfile(self, path: str) -> bool:
        node = self._find(path)
        return node is not None and not node.is_dir

    def isdir(self, path: str) -> bool:
        node = self._find(path)
        return node is not None and node.is_dir

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:  # noqa: ANN401, FBT001, FBT002
        view, absolute = self._at(path)
        node = self._node(view, absolute, path)
        nodes = view.catalog.children(absolute) if node.is_dir else [node]
        prefix = address.prefix_of(path)
        if not detail:
            return [self._name(view, one, prefix) for one in nodes]
        return [self._info(view, one, prefix) for one in nodes]

    def find(
        self,
        path: str,
        maxdepth: int | None = None,
        withdirs: bool = False,  # noqa: FBT001, FBT002
        detail: bool = False,  # noqa: FBT001, FBT002
        **_: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        view, absolute = self._at(path)
        prefix = address.prefix_of(path)
        node = view.catalog.node(absolute)
        if node is None:
            return {} if detail else []
        nodes = self._below(view, node, maxdepth) if node.is_dir else iter([node])
        found = {self._name(view, one, prefix): one for one in nodes if withdirs or not one.is_dir}
        if not detail:
            return sorted(found)
        return {name: self._info(view, found[name], prefix) for name in sorted(found)}

    def checksum(self, path: str) -> str:
        """The digest that was recorded; for files that Git has, of what fsspec knows of them."""
        found: str = self.info(path).get("md5") or super().checksum(path)
        return found

    def ukey(self, path: str) -> str:
        return str(self.checksum(path))

    def modified(self, path: str) -> datetime:
        """Of the file or the object; of what Git has, the time of the commit."""
        view, absolute = self._at(path)
        seconds = _modified(view.ws, self._node(view, absolute, path))
        return datetime.fromtimestamp(seconds, UTC)

    def _open(self, path: str, mode: str = "rb", **_: Any) -> BinaryIO:  # noqa: ANN401
        if mode != "rb":
            raise OSError(errno.EROFS, "data of a project can only be read", path)
        view, absolute = self._at(path)
        file = self._source(view, self._node(view, absolute, path))
        return _File(file.detach(), _BUFFER) if isinstance(file, io.BufferedReader) else file

    def cat_file(
        self,
        path: str,
        start: int | None = None,
        end: int | None = None,
        **_: Any,  # noqa: ANN401
    ) -> bytes:
        with self._open(path) as file:
            if start is None and end is None:
                return file.read()
            size = file.seek(0, os.SEEK_END)
            first, last, _step = slice(start, end).indices(size)
            file.seek(first)
            return file.read(max(0, last - first))

    def _at(self, path: str) -> tuple[_View, str]:
        where = address.parse(path)
        view = self._view(where.rev or self._where.rev)
        return view, f"{view.ws.root}/{where.path}" if where.path else view.ws.root

    def _view(self, rev: str | None) -> _View:
        with self._lock:
            key = os.getpid(), rev
            known = self._views.get(key)
            if known is None:
                ws = self._stack.enter_context(opened(self._where._replace(rev=rev)))
                known = self._views[key] = _View(ws, Catalog(ws))
            return known

    def _find(self, path: str) -> Node | None:
        view, absolute = self._at(path)
        return view.catalog.node(absolute)

    def _node(self, view: _View, absolute: str, path: str) -> Node:
        node = view.catalog.node(absolute)
        if node is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return node

    def _below(self, view: _View, node: Node, maxdepth: int | None) -> Iterator[Node]:
        for one in view.catalog.children(node.path):
            yield one
            if one.is_dir and maxdepth != 1:
                yield from self._below(view, one, maxdepth and maxdepth - 1)

    def _source(self, view: _View, node: Node) -> BinaryIO:
        if node.is_dir:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), node.path)
        here = untracked_source(view.ws, node.path) if node.is_here else None
        if here is not None:
            return here.open()
        if node.tracked is None:
            raise TargetError(f"'{node.path}' is no longer there", hint="open it again")
        found = tracked_source(view.ws, node.tracked)
        return or_origin(view.ws, node.path, found).open()

    def _name(self, view: _View, node: Node, prefix: str) -> str:
        return address.join(prefix, node.path[len(view.ws.root) :].strip("/"))

    def _info(self, view: _View, node: Node, prefix: str) -> Info:
        """What is known without asking a remote."""
        name = self._name(view, node, prefix)
        if node.is_dir:
            return {"name": name, "type": "directory", "size": 0}
        found: Info = {"name": name, "type": "file", "size": _size_here(view.ws, node)}
        if node.tracked is not None and not node.is_here:
            item = node.tracked.item
            found["md5" if item.algorithm == "md5" else item.algorithm] = item.oid
        return found


def _size_here(ws: Workspace, node: Node) -> int | None:
    """Of the workspace or the cache, or as recorded; None if only the remote can tell."""
    if node.is_here and ws.revision is not None:
        return len(ws.files.read(node.path) or b"")
    if not node.is_here and node.tracked is not None and not node.tracked.inner:
        recorded = node.tracked.out.recorded.raw.get("size")
        if isinstance(recorded, int):
            return recorded
    found = _stat(ws, node)
    return None if found is None else found.st_size


def _modified(ws: Workspace, node: Node) -> float:
    if node.is_here and ws.revision is not None:
        return ws.history.objects.commit_time(ws.revision)
    found = _stat(ws, node)
    if found is not None:
        return found.st_mtime
    if node.tracked is None:
        return 0.0
    with open_remote_of(ws, node.tracked.out) as remote:
        info = remote.head(object_key(node.tracked.item))
    return info.modified or 0.0 if info is not None else 0.0


def _stat(ws: Workspace, node: Node) -> os.stat_result | None:
    """Of the file in the workspace, or of the object in the cache."""
    path = node.path
    if not node.is_here and node.tracked is not None:
        path = ws.cache.object_path(*node.tracked.item)
    try:
        return os.stat(path)
    except OSError:
        return None
