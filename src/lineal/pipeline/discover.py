"""Finds every project file below the root, as DVC does.

Not in ignored directories, and not in directories that are outputs of a stage already found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.load import load_dvc_file, open_pipeline_file, stages_of
from lineal.pipeline.paths import is_project_file
from lineal.pipeline.project_walk import walk_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lineal.base.errors import LinealError
    from lineal.pipeline.load import PipelineFile
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace

# How their names end; most files of a project do not.
PROJECT_FILES = ("dvc.yaml", ".dvc")


class ProjectFile(NamedTuple):
    """One file with the stages it describes; ``pipeline`` is None for a ``.dvc`` file."""

    stages: list[Stage]
    pipeline: PipelineFile | None = None


def discover(
    ws: Workspace, on_error: Callable[[str, LinealError], None] | None = None
) -> list[Stage]:
    """All stages of the project, file by file from the root down, names in order."""
    return [stage for file in project_files(ws, on_error) for stage in file.stages]


def project_files(
    ws: Workspace, on_error: Callable[[str, LinealError], None] | None = None
) -> Iterator[ProjectFile]:
    from lineal.base.errors import LinealError

    outs: set[str] = set()
    for path in walk_project(ws, PROJECT_FILES, is_project_file, outs):
        try:
            file = _loaded(ws, path)
        except LinealError as exc:
            if on_error is None:
                raise
            on_error(path, exc)
            continue
        yield file
        outs.update(out.path for stage in file.stages for out in stage.outs)


def _loaded(ws: Workspace, path: str) -> ProjectFile:
    if path.endswith(".dvc"):
        return ProjectFile([load_dvc_file(ws, path)])
    opened = open_pipeline_file(ws, path)
    return ProjectFile(stages_of(ws, opened, opened.resolver.names()), opened)
