"""Merging one file for Git: three files in, the merged one written over ours.

`lock`, `blocks`, `dvcfile` and `trees` decide; this reads, writes, and proves that what is
written says what was decided.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.dvcfile import updated_dvc_text
from lineal.pipeline.documents.read import Document, document_of
from lineal.pipeline.merge.blocks import spliced
from lineal.pipeline.merge.clash import FIELD, STAGE, Clash
from lineal.pipeline.merge.dvcfile import MergeDirectories, merge_dvc
from lineal.pipeline.merge.lock import MergedLock, merge_locks
from lineal.pipeline.schema import validate_dvc, validate_lock
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCK_FILE = "dvc.lock"


class Versions(NamedTuple):
    """The files Git hands over: common ancestor, ours, theirs; the result goes over ours."""

    base: str
    ours: str
    theirs: str


def is_lock(path: str) -> bool:
    return os.path.basename(path) == LOCK_FILE


def merge_file(
    versions: Versions, path: str, directories: MergeDirectories, *, ancestor: bool = False
) -> list[Clash]:
    """What could not be decided. ``path`` is the file's own, from the root of the repository.

    Raises `DocumentError` where a side is not such a file; then nothing was written.
    """
    documents = [_read(version, path) for version in versions]
    if is_lock(path):
        text, clashes = _merged_lock(documents, path, ancestor=ancestor)
    else:
        text, clashes = _merged_dvc(documents, path, directories, ancestor=ancestor)
    write_atomic(versions.ours, text.encode())
    return [clash._replace(file=path) for clash in clashes]


def _read(version: str, path: str) -> Document:
    """An empty file stands for no file."""
    with open(version, "rb") as file:
        document = document_of(file.read(), path)
    if document.data == {}:
        return document
    if not isinstance(document.data, dict):
        raise DocumentError(f"{path} is not a mapping", hint="take it from Git again")
    return document


def _merged_lock(
    documents: Sequence[Document], path: str, *, ancestor: bool
) -> tuple[str, Sequence[Clash]]:
    base, ours, theirs = documents
    for document in (ours, theirs):
        if document.data:
            validate_lock(document.data, document)
    merged = merge_locks(base.data, ours.data, theirs.data, ancestor=ancestor)
    return _lock_text(ours, theirs, merged, path), merged.clashes


def _lock_text(ours: Document, theirs: Document, merged: MergedLock, path: str) -> str:
    text = spliced((ours.text, ours.data), (theirs.text, theirs.data), merged.data)
    if text is not None and _says(text, path, merged.data):
        return text
    return updated_dvc_text(ours.text, merged.data, ours.data)


def _says(text: str, path: str, data: dict[str, Any]) -> bool:
    """The proof: the text parses to what was decided, in that order."""
    try:
        found: dict[str, Any] = document_of(text.encode(), path).data
    except DocumentError:
        return False
    return found == data and list(found.get("stages") or ()) == list(data.get("stages") or ())


def _merged_dvc(
    documents: Sequence[Document], path: str, directories: MergeDirectories, *, ancestor: bool
) -> tuple[str, list[Clash]]:
    base, ours, theirs = documents
    for document in (ours, theirs):
        validate_dvc(document.data, document)
    sides = base.data, ours.data, theirs.data
    merged = merge_dvc(sides, directories, ancestor=ancestor)
    text = updated_dvc_text(ours.text, merged.data, ours.data)
    place = os.path.normpath(os.path.join(os.path.dirname(path), merged.data.get("wdir") or "."))
    return text, [_placed(clash, place) for clash in merged.clashes]


def _placed(clash: Clash, place: str) -> Clash:
    """Data by its path from the root of the repository, as people see it."""
    if clash.kind in (STAGE, FIELD):
        return clash
    return clash._replace(name=os.path.normpath(os.path.join(place, clash.name)))
