"""By what an execution is known again: a digest of what its lock entry means. Pure.

A run, a lock that changed without us and an imported history all come upon the same execution;
whoever records it first gives it this digest, and the others find it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from lineal.base.canonical import canonical, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DIGEST_BYTES = 16
# What names content, the strongest first. Sizes, modes and what a remote said of it do not:
# a push may add them to an entry without anything having run.
_NAMES = ("md5", "checksum", "etag", "version_id")


def entry_digest(address: str, entry: Mapping[str, Any]) -> str:
    """Of a stage by its address from the root, and its entry in ``dvc.lock``.

    For a ``.dvc`` file the entry is its content: only what it says of data counts.
    """
    meaning = {
        "stage": address,
        "cmd": plain(entry.get("cmd")),
        "deps": _items(entry.get("deps") or ()),
        "params": plain(entry.get("params") or {}),
        "outs": _items(entry.get("outs") or ()),
    }
    return hashlib.sha256(canonical(meaning)).digest()[:_DIGEST_BYTES].hex()


def content_name(item: Mapping[str, Any]) -> str | None:
    """The object id of an item of ``deps:`` or ``outs:``, whatever kind it is of."""
    for key in _NAMES:
        if item.get(key) is not None:
            return str(item[key]).lower() if key == "md5" else str(item[key])
    repo = item.get("repo")
    if isinstance(repo, dict):
        locked = repo.get("rev_lock") or repo.get("rev")
        return None if locked is None else str(locked)
    return None


def _items(items: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    return sorted([str(item.get("path", "")), *_named(item)] for item in items)


def _named(item: Mapping[str, Any]) -> list[str]:
    """Its object id; of a directory whose versions are recorded, those of its files."""
    name = content_name(item)
    if name is not None or not item.get("files"):
        return [name or ""]
    return sorted(f"{file.get('relpath', '')} {content_name(file) or ''}" for file in item["files"])
