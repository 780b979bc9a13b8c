"""Parameters of one state of the project: which files hold them, and what these say."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from lineal.pipeline.records import DEFAULT_PARAMS_FILE
from lineal.pipeline.reports.declared import declared
from lineal.pipeline.reports.extract import params_in
from lineal.pipeline.reports.reading import Question, answers, expanded
from lineal.pipeline.reports.values import FileValues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.reports.declared import Declared
    from lineal.pipeline.reports.values import Value
    from lineal.pipeline.workspace import Workspace

#: Keys by file; none of them means the whole file.
Keys = dict[str, list[str]]


def params_of(
    ws: Workspace, targets: Mapping[str, Sequence[str]] | None = None, *, deps_only: bool = False
) -> dict[str, FileValues]:
    """Everything the project calls a parameter, or what is listed for the targets."""
    return answers([ask_params(ws, targets, deps_only=deps_only)])[0]


def ask_params(
    ws: Workspace, targets: Mapping[str, Sequence[str]] | None = None, *, deps_only: bool = False
) -> Question:
    project = declared(ws)
    if targets:
        listed = {_absolute(ws, target): list(keys) for target, keys in targets.items()}
        return _question(ws, project, listed, {})
    listed = keys_of(project.stages)
    if not deps_only:
        listed.update((path, []) for path in _whole(ws, project))
    return _question(ws, project, listed, _variables(project))


def keys_of(stages: Iterable[Stage]) -> Keys:
    """What stages depend on; a file one of them takes whole is taken whole."""
    listed: Keys = {}
    whole = set()
    for params in (params for stage in stages for params in stage.params):
        listed.setdefault(params.path, []).extend(params.keys)
        if not params.keys:
            whole.add(params.path)
    return {path: [] if path in whole else keys for path, keys in listed.items()}


def _variables(project: Declared) -> dict[str, Value]:
    """What stages take from files by ``${…}``, which DVC counts as parameters, too."""
    found: dict[str, dict[str, Value]] = {}
    for resolver in project.resolvers:
        for name in resolver.names():
            for path, values in resolver.variables(name).items():
                found.setdefault(path, {}).update(values)
    return found


def _whole(ws: Workspace, project: Declared) -> list[str]:
    default = os.path.join(ws.root, DEFAULT_PARAMS_FILE)
    return [*project.params, *([default] if project.contents.exists(default) else [])]


def _question(
    ws: Workspace, project: Declared, listed: Keys, variables: Mapping[str, Value]
) -> Question:
    extract = {
        file: partial(params_in, keys=keys)
        for path, keys in listed.items()
        for file in expanded(project.contents, [path])
    }
    known = {path: FileValues(values) for path, values in variables.items() if path not in extract}
    return Question(ws, project.contents, extract, known)


def _absolute(ws: Workspace, target: str) -> str:
    return os.path.normpath(os.path.join(ws.cwd, target))
