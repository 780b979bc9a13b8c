"""A project inside another one: what its paths belong to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.pipeline.paths import is_inside
from lineal.storage.cache import Cache
from lineal.storage.config import load_config
from lineal.storage.ignore import IgnoreRules
from lineal.storage.project import DVC_DIR

if TYPE_CHECKING:
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.config.check import Raw


def project_around(ws: Workspace, path: str, extra: Raw | None = None) -> Workspace:
    """The innermost project that a path is in, seen at the same revision."""
    root = _innermost(ws, path)
    if root == ws.root:
        return ws
    dvc_dir = f"{root}/{DVC_DIR}"
    config = load_config(dvc_dir, read=lambda file: ws.files.read(file) or b"", extra=extra)
    cache = ws.cache
    # What was opened by its URL keeps one cache for all there is in it.
    if os.path.isdir(dvc_dir):
        cache = Cache(config.cache.dir or f"{dvc_dir}/cache", config.cache.type)
    return ws._replace(
        project=ws.project._replace(root=root, dvc_dir=dvc_dir),
        config=config,
        ignore=IgnoreRules(root, ws.files),
        cache=cache,
    )


def _innermost(ws: Workspace, path: str) -> str:
    here = os.path.dirname(path)
    while here != ws.root and is_inside(here, ws.root):
        if ws.files.is_dir(f"{here}/{DVC_DIR}"):
            return here
        here = os.path.dirname(here)
    return ws.root
