"""Reading what was imported from another project, and is in neither cache nor remote of this one.

As DVC does, nobody pushes such data a second time: it is where it came from.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError, DataError
from lineal.pipeline.imports.origin import open_origin
from lineal.pipeline.reading.owner import owning
from lineal.pipeline.reading.source import OnRemote, find_source

if TYPE_CHECKING:
    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.reading.source import Source
    from lineal.pipeline.workspace import Workspace


def find_anywhere(ws: Workspace, path: str) -> Source:
    """As `find_source`, and then in the project that an import is from."""
    try:
        found = find_source(ws, path)
    except (ConfigError, DataError):
        # No remote has the list of files of a directory; the origin still may.
        origin = _imported(ws, path)
        if origin is None:
            raise
        return _from_origin(ws, *origin, path)
    return or_origin(ws, path, found)


def or_origin(ws: Workspace, path: str, found: Source) -> Source:
    """Instead of a remote of ours, which has no imports."""
    origin = _imported(ws, path) if isinstance(found, OnRemote) else None
    return found if origin is None else _from_origin(ws, *origin, path)


def _imported(ws: Workspace, path: str) -> tuple[Stage, Out] | None:
    found = owning(ws, path)
    return found if found is not None and found[0].is_repo_import else None


def _from_origin(ws: Workspace, stage: Stage, out: Out, path: str) -> Source:
    dep = stage.deps[0]
    repo = dep.repo or {}
    with open_origin(ws, repo, repo.get("rev_lock") or repo.get("rev")) as origin:
        below = os.path.relpath(path, out.path)
        there = os.path.join(origin.ws.root, dep.spelled.lstrip("/"), below)
        return find_anywhere(origin.ws, os.path.normpath(there))
