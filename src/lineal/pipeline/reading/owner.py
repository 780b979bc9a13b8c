"""Which output holds a path: looked for where it is likely first.

A project may have thousands of project files; the one that owns a path mostly lies beside it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.pipeline.discover import discover
from lineal.pipeline.load import PIPELINE_FILE, load_dvc_file, load_file
from lineal.pipeline.paths import is_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.workspace import Workspace


def owner_of(ws: Workspace, path: str) -> Out | None:
    """The tracked output that is, or contains, this path."""
    found = owning(ws, path)
    return None if found is None else found[1]


def owning(ws: Workspace, path: str) -> tuple[Stage, Out] | None:
    """As `owner_of`, with the stage."""
    if is_inside(path, ws.root):
        for stages in _nearby(ws, path):
            found = _holding(stages, path)
            if found is not None:
                return found
    return _holding(discover(ws), path)


def tracked_outs(ws: Workspace) -> dict[str, Out]:
    """All of them, by path."""
    return {out.path: out for stage in discover(ws) for out in stage.outs if is_tracked(out)}


def is_tracked(out: Out) -> bool:
    return out.cache and out.recorded.oid is not None and not out.external


def _holding(stages: Iterable[Stage], path: str) -> tuple[Stage, Out] | None:
    for stage in stages:
        for out in stage.outs:
            if is_tracked(out) and is_inside(path, out.path):
                return stage, out
    return None


def _nearby(ws: Workspace, path: str) -> Iterator[list[Stage]]:
    """``x.dvc`` beside each directory on the way up, then each ``dvc.yaml`` there."""
    ways = list(_upwards(path, ws.root))
    for here in ways:
        if _is_project_file(ws, f"{here}.dvc"):
            yield [load_dvc_file(ws, f"{here}.dvc")]
    for here in ways:
        file = f"{os.path.dirname(here)}/{PIPELINE_FILE}"
        if _is_project_file(ws, file):
            yield load_file(ws, file)


def _upwards(path: str, root: str) -> Iterator[str]:
    while path != root:
        yield path
        path = os.path.dirname(path)


def _is_project_file(ws: Workspace, path: str) -> bool:
    """What the discovery of all stages would find, too."""
    if not ws.files.exists(path) or ws.files.is_dir(path):
        return False
    return not (ws.ignore.is_ignored(path, is_dir=False) or ws.git.is_ignored(path, is_dir=False))
