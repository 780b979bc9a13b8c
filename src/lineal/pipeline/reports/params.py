"""Parameters of one state of the project: which files hold them, and what these say."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from lineal.pipeline.records import DEFAULT_PARAMS_FILE
from lineal.pipeline.reports.declared import declared
from lineal.pipeline.reports.extract import params_in
from lineal.pipeline.reports.reading import expanded, read_each
from lineal.pipeline.reports.values import FileValues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.reports.declared import Declared
    from lineal.pipeline.workspace import Workspace

#: Keys by file; none of them means the whole file.
Keys = dict[str, list[str]]


def params_of(
    ws: Workspace, targets: Mapping[str, Sequence[str]] | None = None, *, deps_only: bool = False
) -> dict[str, FileValues]:
    """Everything the project calls a parameter, or what is listed for the targets."""
    project = declared(ws)
    if targets:
        named = {_absolute(ws, target): list(keys) for target, keys in targets.items()}
        return _read(ws, project, named)
    listed = keys_of(project.stages)
    if not deps_only:
        listed.update((path, []) for path in _whole(ws, project))
    found = _read(ws, project, listed)
    for path, values in project.variables.items():
        found.setdefault(path, FileValues(values))
    return found


def keys_of(stages: Iterable[Stage]) -> Keys:
    """What stages depend on; a file one of them takes whole is taken whole."""
    listed: Keys = {}
    whole = set()
    for params in (params for stage in stages for params in stage.params):
        listed.setdefault(params.path, []).extend(params.keys)
        if not params.keys:
            whole.add(params.path)
    return {path: [] if path in whole else keys for path, keys in listed.items()}


def _whole(ws: Workspace, project: Declared) -> list[str]:
    default = os.path.join(ws.root, DEFAULT_PARAMS_FILE)
    return [*project.params, *([default] if project.contents.exists(default) else [])]


def _read(ws: Workspace, project: Declared, listed: Keys) -> dict[str, FileValues]:
    found: dict[str, FileValues] = {}
    for path, keys in listed.items():
        files = expanded(project.contents, [path])
        found.update(read_each(ws, project.contents, files, partial(params_in, keys=keys)))
    return found


def _absolute(ws: Workspace, target: str) -> str:
    return os.path.normpath(os.path.join(ws.cwd, target))
