"""What a remote was seen to have of the ledger, so that nothing is asked twice.

A memory, never the truth: it may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import NamedTuple

from lineal.ledger.place import journal_dir
from lineal.storage.atomic import write_atomic

_DIGITS = 16


class Memory(NamedTuple):
    """By writer: the version of its manifest, and its last fact there.

    ``redactions`` is how many were known when all of them had been seen to there. ``pulled``
    and ``pushed`` are marks of the database when nothing was left to be done.
    """

    heads: dict[str, str]
    lasts: dict[str, int]
    redactions: int
    pulled: str | None = None
    pushed: str | None = None


NOTHING = Memory({}, {}, 0)


def mark_of(place: str, directory: str) -> str | None:
    """What changes whenever the database does; None where that cannot be told from outside."""
    try:
        found = os.stat(place)
    except OSError:
        return None
    if _size(f"{place}-wal") or any(not name.startswith("idle") for name in _journals(directory)):
        return None
    return f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}"


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def _journals(directory: str) -> list[str]:
    try:
        return os.listdir(journal_dir(directory))
    except FileNotFoundError:
        return []


def recall(directory: str, url: str) -> Memory:
    try:
        with open(_path(directory, url), encoding="utf-8") as stream:
            return Memory(*json.load(stream))
    except (OSError, ValueError, TypeError):
        return NOTHING


def remember(directory: str, url: str, memory: Memory) -> None:
    path = _path(directory, url)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write_atomic(path, json.dumps(memory).encode("ascii"))


def _path(directory: str, url: str) -> str:
    name = hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
    return f"{directory}/shared/{name}.json"
