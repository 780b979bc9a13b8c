"""Which object the data of a partial import became: a memory, kept beside the other indexes.

Its ``.dvc`` file says what the source held and not what that is, until somebody runs ``update``.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from lineal.storage.atomic import write_atomic
from lineal.storage.objects import is_oid

if TYPE_CHECKING:
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


def recall(ws: Workspace, stage: Stage) -> str | None:
    """The object, if it was brought here and is still in the cache."""
    try:
        with open(_path(ws, stage), encoding="ascii", errors="replace") as file:
            oid = file.read()
    except FileNotFoundError:
        return None
    return oid if is_oid(oid) and ws.cache.has_all(oid) else None


def remember(ws: Workspace, stage: Stage, oid: str) -> None:
    path = _path(ws, stage)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write_atomic(path, oid.encode())


def _path(ws: Workspace, stage: Stage) -> str:
    """By the source and what it held, so that an update makes it another one."""
    text = json.dumps(stage.data.get("deps"), sort_keys=True)
    name = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return os.path.join(ws.project.lineal_dir, "index", "imports", name)
