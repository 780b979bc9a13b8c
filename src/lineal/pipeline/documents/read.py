"""Reading one project file: bytes, text, plain data.

What the data has to look like is for `pipeline.schema` to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.pipeline.documents.memo import digest_of
from lineal.pipeline.documents.newlines import universal
from lineal.storage.files import WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.documents.memo import Memo
    from lineal.storage.files import Files


class Document(NamedTuple):
    """A parsed file; an empty one says `{}`."""

    path: str
    text: str
    data: Any
    digest: str


def read_document(path: str, memo: Memo | None = None, files: Files = WORKSPACE) -> Document | None:
    """Read and parse a YAML file; None when there is no such file."""
    try:
        raw = files.read(path)
    except OSError as exc:
        from lineal.pipeline.documents.faults import unreadable_fault  # deferred: errors only

        raise unreadable_fault(exc, path) from exc
    return None if raw is None else document_of(raw, path, memo)


def document_of(raw: bytes, path: str, memo: Memo | None = None) -> Document:
    """Parse the content of a file that was read already; the path is for messages."""
    text = _decoded(raw, path)
    digest = digest_of(raw)
    data = memo.get(digest) if memo is not None else None
    if data is None:
        from lineal.pipeline.documents.parse import parse_yaml  # deferred: the memo knows most

        data = parse_yaml(text, path) or {}
        if memo is not None:
            memo.keep(digest, data)
    return Document(path, text, data, digest)


def line_of(document: Document, key_path: Sequence[object]) -> tuple[int, int] | None:
    """Give line and column, from 1, of an entry, or of the nearest one that contains it."""
    from lineal.pipeline.documents.places import place_in  # deferred: errors only

    return place_in(document.text, key_path)


def _decoded(raw: bytes, path: str) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        from lineal.pipeline.documents.faults import encoding_fault  # deferred: errors only

        raise encoding_fault(exc, raw, path) from exc
    return universal(text)
