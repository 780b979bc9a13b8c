"""Under which keys the ledger lies on a remote. Pure.

No folder here has a name of two characters: below those, and in ``files`` and ``runs``, are the
objects of DVC, which takes what it finds there for its own.
"""

from __future__ import annotations

import re

TOP = ".lineal/ledger"
WRITERS = f"{TOP}/writers"
SEGMENTS = f"{TOP}/segments"
TEXTS = f"{TOP}/texts"
INDEX = f"{TOP}/index.json"

_WRITER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SUFFIX = ".json"


def is_writer(text: object) -> bool:
    return isinstance(text, str) and _WRITER.fullmatch(text) is not None


def manifest_key(writer: str) -> str:
    return f"{WRITERS}/{writer}{_SUFFIX}"


def writer_in(key: str) -> str | None:
    """Whose manifest it is; None for what is none of ours."""
    name = key.rpartition("/")[2]
    writer = name.removesuffix(_SUFFIX)
    return writer if writer != name and is_writer(writer) else None


def segment_key(writer: str, first: int, last: int, digest: str) -> str:
    return f"{SEGMENTS}/{writer}-{first}-{last}-{digest}"


def texts_key(writer: str, digest: str) -> str:
    """By writer: what one no longer needs, another may have alike."""
    return f"{TEXTS}/{writer}-{digest}"
