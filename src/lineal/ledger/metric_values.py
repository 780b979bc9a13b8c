"""Values of metrics, where the very file that was recorded is in the commit or in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.canonical import plain
from lineal.base.errors import LinealError
from lineal.ledger.rows import METRIC
from lineal.pipeline.params.read import read_params_file
from lineal.pipeline.reports.extract import metrics_in
from lineal.pipeline.reports.flatten import flattened, without_lists
from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.digest import digest_bytes
from lineal.storage.files import Entries

if TYPE_CHECKING:
    from lineal.ledger.kinds.execution import Edge, ExecutionPayload
    from lineal.pipeline.workspace import Workspace

_MOST_BYTES = 1 << 20


def metric_values(ws: Workspace, payload: ExecutionPayload) -> dict[str, dict[str, Any]]:
    """By file; ``ws`` is the commit's."""
    found: dict[str, dict[str, Any]] = {}
    for edge in payload["makes"]:
        if edge.get("role") != METRIC or edge.get("size", 0) > _MOST_BYTES:
            continue
        data = _bytes(ws, edge)
        values = None if data is None else _values(edge["path"], data)
        if values:
            found[edge["path"]] = values
    return found


def _bytes(ws: Workspace, edge: Edge) -> bytes | None:
    data = ws.files.read(f"{ws.root}/{edge['path']}")
    if data is not None and _is(data, edge["oid"]):
        return data
    for algorithm in (MD5, LEGACY_MD5):
        try:
            with open(ws.cache.object_path(edge["oid"], algorithm), "rb") as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError:
            continue
        if _is(data, edge["oid"]):
            return data
    return None


def _is(data: bytes, oid: str) -> bool:
    return oid in {digest_bytes(data, MD5), digest_bytes(data, LEGACY_MD5)}


def _values(path: str, data: bytes) -> dict[str, Any]:
    """Numbers and words by dotted name; nothing of a file that cannot be read."""
    try:
        said = metrics_in(read_params_file(path, None, _OneFile(data)))
    except LinealError:
        return {}
    named = flattened(without_lists(said)) if isinstance(said, dict) else {"": said}
    return {str(key): plain(value) for key, value in named.items()}


class _OneFile:
    """Bytes as `Files`, under whatever name they are asked for."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, _path: str) -> bytes | None:
        return self._data

    def is_dir(self, _path: str) -> bool:
        return False

    def exists(self, _path: str) -> bool:
        return True

    def scan(self, _directory: str, _endings: str | tuple[str, ...] = "") -> Entries:
        return Entries([], [])
