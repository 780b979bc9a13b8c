"""Finds every project file below the root, as DVC does.

Not in ignored directories, and not in directories that are outputs of a stage already found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.load import load_file
from lineal.pipeline.paths import is_project_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.base.errors import LinealError
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace

# How their names end; most files of a project do not.
PROJECT_FILES = ("dvc.yaml", ".dvc")


def discover(
    ws: Workspace, on_error: Callable[[str, LinealError], None] | None = None
) -> list[Stage]:
    """All stages of the project, file by file from the root down, names in order."""
    from lineal.base.errors import LinealError

    stages: list[Stage] = []
    outs: set[str] = set()
    pending = [ws.root]
    while pending:
        directory = pending.pop()
        found = ws.files.scan(directory, PROJECT_FILES)
        subdirs, files = sorted(found.subdirs), sorted(filter(is_project_file, found.files))
        subdirs, files = ws.ignore.filter_names(directory, subdirs, files)
        for name in files:
            path = f"{directory}/{name}"
            if ws.git.is_ignored(path, is_dir=False):
                continue
            try:
                loaded = load_file(ws, path)
            except LinealError as exc:
                if on_error is None:
                    raise
                on_error(path, exc)
                continue
            stages.extend(loaded)
            outs.update(out.path for stage in loaded for out in stage.outs)
        pending.extend(
            path
            for path in (f"{directory}/{name}" for name in reversed(subdirs))
            if path not in outs and not ws.git.is_ignored(path, is_dir=True)
        )
    return stages
