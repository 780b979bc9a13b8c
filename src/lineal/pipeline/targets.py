"""From what a person typed to stages: names, groups, files, directories, outputs, patterns."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError, TargetError
from lineal.base.suggest import closest
from lineal.pipeline.discover import discover
from lineal.pipeline.graph import post_order
from lineal.pipeline.load import (
    LOCK_FILE,
    PIPELINE_FILE,
    load_dvc_file,
    open_pipeline_file,
    stages_of,
)
from lineal.pipeline.paths import is_inside, is_project_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lineal.pipeline.graph import Graph
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


class Selected(NamedTuple):
    """A stage, and the path within its outputs that was asked for, if it was one."""

    stage: Stage
    path: str | None = None


class Target(NamedTuple):
    file: str | None
    name: str | None


_FILE_AND_NAME = re.compile(r"(?P<path>.*?)(:(?P<name>[^\\/:]*))??$")


def parse_target(text: str, *, is_glob: bool = False) -> Target:
    """``name``, ``group@key``, ``file``, ``file:name``; with globs the name is a pattern."""
    if is_glob:
        path, _, pattern = text.rpartition(":")
        return Target(path or PIPELINE_FILE, pattern or None)
    group, _, key = text.partition("@")
    match = _FILE_AND_NAME.match(group)
    if match is None:
        return Target(text, None)
    path, name = match["path"], match["name"]
    if name and key:
        name = f"{name}@{key}"
    if path and os.path.basename(path) == LOCK_FILE:
        meant = text.replace(".lock", ".yaml", 1)
        raise TargetError(
            f"'{text}' is a lock file; stages are named by their pipeline file",
            hint=f"did you mean {meant}?",
        )
    if path and not name:
        return Target(text, None) if is_project_file(text) else Target(None, text)
    return Target(path or PIPELINE_FILE, name)


def find_stages(ws: Workspace, text: str, *, glob: bool = False) -> list[Stage]:
    """The stages of one target that names a stage, a group or a project file."""
    target = parse_target(text, is_glob=glob)
    path = os.path.normpath(os.path.join(ws.cwd, target.file or PIPELINE_FILE))
    if path.endswith(".dvc"):
        return [load_dvc_file(ws, path)]
    if os.path.basename(path) != PIPELINE_FILE:
        raise TargetError(
            f"'{ws.show(path)}' is not a project file",
            hint="project files are called dvc.yaml, or end in .dvc",
        )
    opened = open_pipeline_file(ws, path)
    resolver = opened.resolver
    if not target.name:
        return stages_of(ws, opened, resolver.names())
    group = resolver.group(target.name)
    if group:
        return stages_of(ws, opened, group)
    if glob:
        from fnmatch import filter as matching  # deferred: only with --glob

        return stages_of(ws, opened, matching(resolver.names(), target.name))
    if not resolver.has(target.name):
        raise _unknown_stage(ws, path, target.name, resolver.names())
    return stages_of(ws, opened, [target.name])


def _unknown_stage(ws: Workspace, path: str, name: str, names: Iterable[str]) -> TargetError:
    near = closest(name, list(names))
    hint = f"did you mean '{near}'?" if near else "lineal stage list --all shows every stage"
    return TargetError(f"stage '{name}' not found inside '{ws.show(path)}'", hint=hint)


def collect(
    ws: Workspace,
    targets: Iterable[str],
    graph: Callable[[], Graph],
    *,
    recursive: bool = False,
    glob: bool = False,
) -> list[Stage]:
    """The stages of all targets, each once, in the order asked for."""
    found: dict[object, Stage] = {}
    for text in targets:
        if recursive and ws.files.is_dir(os.path.join(ws.cwd, text)):
            stages = _below(ws, text, graph())
        else:
            stages = find_stages(ws, text, glob=glob)
        found.update((stage.key, stage) for stage in stages)
    return list(found.values())


def _below(ws: Workspace, directory: str, graph: Graph) -> list[Stage]:
    path = os.path.normpath(os.path.join(ws.cwd, directory))
    order = post_order(graph.upstream, graph.stages)
    return [graph.stages[key] for key in order if is_inside(key.file, path)]


def collect_granular(
    ws: Workspace,
    text: str | None,
    graph: Callable[[], Graph],
    *,
    with_deps: bool = False,
    recursive: bool = False,
) -> list[Selected]:
    """As `collect`, but a target may also be an output, or a path inside one."""
    if text is None:
        # Without a target nothing has to be related to anything, so nothing is checked.
        return [Selected(stage) for stage in discover(ws)]
    if recursive and ws.files.is_dir(os.path.join(ws.cwd, text)):
        return [Selected(stage) for stage in _below(ws, text, graph())]
    stages = _named(ws, text)
    if stages is None:
        path = os.path.normpath(os.path.join(ws.cwd, text))
        owner = _owner(graph(), path)
        if owner is None:
            raise _neither_stage_nor_output(ws, text, graph())
        return [Selected(owner, path)]
    return [Selected(stage) for stage in (_closure(stages, graph()) if with_deps else stages)]


def narrowed(item: Selected) -> Stage:
    """The stage with only the outputs that hold the path asked for."""
    path = item.path
    if path is None:
        return item.stage
    outs = tuple(out for out in item.stage.outs if is_inside(path, out.path))
    return item.stage._replace(outs=outs)


def _named(ws: Workspace, text: str) -> list[Stage] | None:
    """None when the text names no stage, and so may still be an output."""
    target = parse_target(text)
    if target.file is not None:
        return find_stages(ws, text)
    if not ws.files.exists(os.path.join(ws.cwd, PIPELINE_FILE)):
        return None
    opened = open_pipeline_file(ws, os.path.join(ws.cwd, PIPELINE_FILE))
    name = target.name or ""
    group = opened.resolver.group(name)
    if not group and not opened.resolver.has(name):
        return None
    return stages_of(ws, opened, group or [name])


def _owner(graph: Graph, path: str) -> Stage | None:
    for stage in graph.stages.values():
        for out in stage.outs:
            if not out.external and is_inside(path, out.path):
                return stage
    return None


def _neither_stage_nor_output(ws: Workspace, text: str, graph: Graph) -> LinealError:
    names = [stage.name for stage in graph.stages.values() if stage.name]
    outs = [ws.show(out.path) for stage in graph.stages.values() for out in stage.outs]
    near = closest(text, [*names, *outs])
    hint = f"did you mean '{near}'?" if near else "lineal stage list --all shows every stage"
    return TargetError(f"'{text}' is neither a stage nor an output of this project", hint=hint)


def _closure(stages: list[Stage], graph: Graph) -> list[Stage]:
    order = post_order(graph.upstream, [stage.key for stage in stages])
    return [graph.stages[key] for key in order]
