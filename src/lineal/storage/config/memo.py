"""What the config files said last time, so that configobj is imported only after an edit.

Content-addressed: the key is a digest of every file's path and bytes, and of
what else the result depends on. A memo that cannot be read or written is no loss.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from lineal.storage.atomic import write_atomic
from lineal.storage.lineal_dir import ensure_lineal_dir, lineal_dir_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.storage.config.check import Raw

_FORMAT = b"1"


def key_of(files: Sequence[tuple[str, bytes]]) -> str:
    digest = hashlib.blake2b(_FORMAT, digest_size=20)
    # Paths with ~ are stored expanded.
    for part in (os.path.expanduser("~").encode(errors="surrogateescape"), *_parts(files)):
        digest.update(b"%d\0" % len(part))
        digest.update(part)
    return digest.hexdigest()


def get(root: str, key: str) -> Raw | None:
    try:
        with open(_path(lineal_dir_of(root)), encoding="utf-8") as file:
            stored = json.load(file)
        return stored["raw"] if stored["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def put(root: str, key: str, raw: Raw) -> None:
    try:
        path = _path(ensure_lineal_dir(root))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_atomic(path, json.dumps({"key": key, "raw": raw}).encode())
    except OSError:
        # A read-only project is slower by one import, and otherwise fine.
        return


def _path(lineal_dir: str) -> str:
    return os.path.join(lineal_dir, "index", "config.json")


def _parts(files: Sequence[tuple[str, bytes]]) -> list[bytes]:
    return [part for path, content in files for part in (os.fsencode(path), content)]
