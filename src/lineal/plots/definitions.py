"""Which plots one state of a project defines: in ``plots:`` sections, by stages, or by name.

Ids and files are written as seen from where the person stands, as DVC does.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from lineal.base.errors import LinealError
from lineal.plots.model import PROPS
from lineal.storage.files import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lineal.pipeline.reports.declared import Declared
    from lineal.pipeline.workspace import Workspace
    from lineal.plots.model import Props

#: By project file; what no ``plots:`` section defines is under the empty name.
Definitions = dict[str, dict[str, "Props"]]

_BY_STAGES = ""


def definitions_of(
    ws: Workspace, project: Declared, targets: Sequence[str], props: Props
) -> Definitions:
    """``props`` are those of the command line: they overrule what is written."""
    found: Definitions = {}
    for file, written in project.plots.items():
        _merge(found, ws.show(file), _of_section(ws, project, file, written, targets), props)
    for stage in project.stages:
        for out in stage.outs:
            path = ws.show(out.path)
            if out.kind == "plots" and _is_wanted(targets, ws.show(stage.file), path):
                spread = {name: plot_props(out.flags) for name in _spread(ws, project, path)}
                _merge(found, _BY_STAGES, spread, props)
    for target in targets:
        if not found or project.contents.exists(_absolute(ws, target)):
            path = os.path.normpath(target)
            _merge(found, _BY_STAGES, {name: {} for name in _spread(ws, project, path)}, props)
    return found


def plot_props(flags: Mapping[str, Any]) -> Props:
    """Of an output's flags those that say how it is drawn; a ``.dvc`` file nests them."""
    nested = flags.get("plot")
    given = nested if isinstance(nested, dict) else flags
    return {name: given[name] for name in PROPS if name in given}


def _of_section(
    ws: Workspace, project: Declared, file: str, written: Iterable[Any], targets: Sequence[str]
) -> dict[str, Props]:
    defined: dict[str, Props] = {}
    for item in written:
        pairs = item.items() if isinstance(item, dict) else [(item, None)]
        defined.update((name, props or {}) for name, props in pairs)
    directory = os.path.dirname(file)
    places = {_normal(ws, directory, name) for name in defined}
    found: dict[str, Props] = {}
    for name, props in defined.items():
        if not _is_wanted(targets, ws.show(file), name):
            continue
        if isinstance(props.get("y"), dict):
            found[name] = _placed(ws, directory, props)
            continue
        path = _normal(ws, directory, name)
        for file_path in _spread(ws, project, path):
            # Of several directories that hold a file the innermost says how it is drawn.
            if _closest(file_path, places) == path:
                found[file_path] = {**found.get(file_path, {}), **props}
    return found


def _placed(ws: Workspace, directory: str, props: Props) -> Props:
    """The files of x and y as seen from here."""
    placed = dict(props)
    for axis in ("x", "y"):
        fields = props.get(axis)
        if isinstance(fields, dict):
            placed[axis] = {_normal(ws, directory, file): name for file, name in fields.items()}
    return placed


def _spread(ws: Workspace, project: Declared, path: str) -> Iterator[str]:
    """A directory is a plot for each of its files."""
    absolute = _absolute(ws, path)
    try:
        if not project.contents.is_dir(absolute):
            yield path
            return
        yield from [ws.show(file) for file in walk(project.contents, absolute)]
    except LinealError:
        # A directory whose list of files is nowhere: reading it says so, under its name.
        yield path


def _is_wanted(targets: Sequence[str], file: str, plot_id: str) -> bool:
    """Targets are patterns that match from the start, with or without the project file."""
    if not targets:
        return True
    return any(
        _matches(target, plot_id) or _matches(target, f"{file}::{plot_id}") for target in targets
    )


def _matches(target: str, text: str) -> bool:
    try:
        return re.match(target, text) is not None
    except re.error:
        return text.startswith(target)


def _closest(path: str, places: Iterable[str]) -> str:
    inside = (place for place in places if path == place or path.startswith(f"{place}/"))
    return max(inside, key=len, default=path)


def _merge(found: Definitions, file: str, plots: Mapping[str, Props], props: Props) -> None:
    if not plots:
        return
    into = found.setdefault(file, {})
    for plot_id, own in plots.items():
        into[plot_id] = {**into.get(plot_id, {}), **own, **props}


def _normal(ws: Workspace, directory: str, name: str) -> str:
    return ws.show(os.path.normpath(os.path.join(directory, name)))


def _absolute(ws: Workspace, path: str) -> str:
    return os.path.normpath(os.path.join(ws.cwd, path))
