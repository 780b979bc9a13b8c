"""The bytes of a data file as rows or mappings, by suffix."""

from __future__ import annotations

import csv
import io
import os.path
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, DocumentError
from lineal.pipeline.params.read import read_params_file

if TYPE_CHECKING:
    from lineal.pipeline.documents.memo import Memo
    from lineal.plots.model import Data
    from lineal.storage.files import Files

_TABLES = {".csv": ",", ".tsv": "\t"}
_DOCUMENTS = frozenset({".json", ".py", ".toml", ".yaml", ".yml"})
# The csv module guards against runaway quotes with a limit meant for smaller machines.
_LONGEST_FIELD = 16 << 20


def parsed(path: str, raw: bytes, files: Files, memo: Memo | None, *, header: bool) -> Data:
    """Rows of a table as mappings of text, or what a document says."""
    suffix = os.path.splitext(path)[1]
    if suffix in _TABLES:
        return _rows(_text(raw, path), path, _TABLES[suffix], header=header)
    if suffix in _DOCUMENTS:
        return read_params_file(path, memo, files)
    raise DataError(
        f"'{path}' is of no type that can be plotted",
        hint="plots are made of .json, .yaml, .csv and .tsv files, and of images",
    )


def _text(raw: bytes, path: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        from lineal.pipeline.documents.faults import encoding_fault  # deferred: errors only

        raise encoding_fault(exc, raw, path) from exc


def _rows(text: str, path: str, delimiter: str, *, header: bool) -> Data:
    csv.field_size_limit(_LONGEST_FIELD)
    names = None if header else _numbered(text, delimiter)
    try:
        return list(csv.DictReader(io.StringIO(text, newline=""), names, delimiter=delimiter))
    except csv.Error as exc:
        raise DocumentError(f"'{path}' is no table: {exc}", hint=f"mend {path}") from exc


def _numbered(text: str, delimiter: str) -> list[str]:
    """Columns without names are called by their position."""
    first: list[str] = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    return [str(position) for position in range(len(first))]
