"""Which bytes the project files of now, or of a revision, record for a path."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError
from lineal.pipeline.discover import discover
from lineal.pipeline.paths import is_inside

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.workspace import Workspace


class Version(NamedTuple):
    """An object id, and whether the file in the workspace is another one by now."""

    oid: str
    differs: bool = False


def stages_of(ws: Workspace) -> list[Stage]:
    """A broken project file hides its own stages only: lineage is about the past as well."""
    return discover(ws, lambda path, exc: ws.warn(f"{ws.show(path)}: {exc.message}"))


def version_of(
    ws: Workspace, path: str, members: Callable[[str], dict[str, str]]
) -> Version | None:
    """``path`` is absolute. Recorded as an output or part of one; else what is there."""
    stages = stages_of(ws)
    out = _output_at(stages, path)
    if out is not None and out.recorded.oid is not None:
        if path == out.path:
            return Version(out.recorded.oid, _differs(ws, path, out.recorded.oid))
        oid = members(out.recorded.oid).get(os.path.relpath(path, out.path))
        if oid is not None:
            return Version(oid, _differs(ws, path, oid))
    oid = _content(ws, path)
    if oid is None:
        oid = _read_by(stages, path)
    return None if oid is None else Version(oid)


def _output_at(stages: list[Stage], path: str) -> Out | None:
    outs = (out for stage in stages for out in stage.outs)
    return next((out for out in outs if is_inside(path, out.path)), None)


def _read_by(stages: list[Stage], path: str) -> str | None:
    """What was recorded of a dependency whose file is not there."""
    deps = (dep for stage in stages for dep in stage.deps if dep.path == path)
    return next((dep.recorded.oid for dep in deps if dep.recorded.oid), None)


def _content(ws: Workspace, path: str) -> str | None:
    if ws.revision is not None:
        data = ws.files.read(path)
        return None if data is None else hashlib.md5(data, usedforsecurity=False).hexdigest()
    if "://" in path:
        return None
    try:
        seen = ws.observer.observe(path)
    except DataError:
        return None
    return None if seen is None else seen.oid


def _differs(ws: Workspace, path: str, oid: str) -> bool:
    """Only of a file: looking at a directory of thousands takes longer than the answer."""
    if ws.revision is not None or not os.path.isfile(path):
        return False
    return _content(ws, path) not in (oid, None)
