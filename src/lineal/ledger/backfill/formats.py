"""What records of every age say. Pure but for the parser.

Locks of schema 1 and 2, ``.dvc`` files with and without a command. An old lock has its stages at
the top; before 1.0 each stage was a file of its own, and named its parameters among its
dependencies. Everything becomes the shape of a lock entry of today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DocumentError
from lineal.ledger.backfill.files import LOCK, PIPELINE
from lineal.pipeline.documents.read import document_of
from lineal.pipeline.records import DEFAULT_PARAMS_FILE
from lineal.pipeline.schema import validate_dvc, validate_lock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.documents.read import Document

_SCHEMA = "2.0"
# What a stage file has beyond what a `.dvc` file may have today.
_OF_STAGE_FILES = frozenset({"cmd", "md5"})
_OF_OLD_OUTS = frozenset({"tags", "metric", "plot"})


class Entry(NamedTuple):
    """A stage of a project file as it was recorded; ``name`` is None where a file is a stage.

    ``said`` is the lock entry, or the whole file.
    """

    file: str
    name: str | None
    said: Mapping[str, Any]

    @property
    def address(self) -> str:
        """From the project's root, as facts have it."""
        if self.name is None:
            return self.file
        return self.name if self.file == PIPELINE else f"{self.file}:{self.name}"

    @property
    def has_command(self) -> bool:
        return self.said.get("cmd") is not None


def read_record(path: str, raw: bytes) -> list[Entry]:
    """DocumentError for what is no record of any age."""
    document = document_of(raw, path)
    if path.rpartition("/")[2] != LOCK:
        return [Entry(path, None, _stage_file(document))]
    directory = path.removesuffix(LOCK)
    return [Entry(f"{directory}{PIPELINE}", name, said) for name, said in _locked(document).items()]


def _locked(document: Document) -> Mapping[str, Any]:
    data = document.data
    if isinstance(data, dict) and data and "schema" not in data:
        data = {"schema": _SCHEMA, "stages": data}
    if not data:
        return {}
    validate_lock(data, document)
    stages: Mapping[str, Any] = data.get("stages") or {}
    return stages


def _stage_file(document: Document) -> Mapping[str, Any]:
    data = document.data
    if not isinstance(data, dict):
        raise DocumentError(f"{document.path}: not a record of data", hint="see `git log -p`")
    deps = data.get("deps") or []
    # Parameters stood among the dependencies, with a file or without.
    params = [item for item in deps if _is_params(item)] if isinstance(deps, list) else []
    if not params:
        validate_dvc(_as_of_today(data), document)
        return data
    said = {**data, "deps": [item for item in deps if not _is_params(item)]}
    validate_dvc(_as_of_today(said), document)
    values = {str(item.get("path", DEFAULT_PARAMS_FILE)): item["params"] for item in params}
    return {**said, "params": values}


def _as_of_today(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what only old versions knew, so that the rest can be checked."""
    outs = data.get("outs")
    kept = {key: value for key, value in data.items() if key not in _OF_STAGE_FILES}
    if isinstance(outs, list):
        kept["outs"] = [_out(item) for item in outs]
    return kept


def _out(item: object) -> object:
    if not isinstance(item, dict):
        return item
    return {key: value for key, value in item.items() if key not in _OF_OLD_OUTS}


def _is_params(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("params"), dict)
