"""Finds every project file below the root, as DVC does.

Not in ignored directories, and not in directories that are outputs of a stage already found.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.pipeline.load import load_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.base.errors import LinealError
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


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
        subdirs, files = _listing(directory)
        subdirs, files = ws.ignore.filter_names(directory, subdirs, files)
        for name in files:
            path = f"{directory}/{name}"
            if ws.git.is_ignored(path, is_dir=False):
                continue
            try:
                found = load_file(ws, path)
            except LinealError as exc:
                if on_error is None:
                    raise
                on_error(path, exc)
                continue
            stages.extend(found)
            outs.update(out.path for stage in found for out in stage.outs)
        pending.extend(
            path
            for path in (f"{directory}/{name}" for name in reversed(subdirs))
            if path not in outs and not ws.git.is_ignored(path, is_dir=True)
        )
    return stages


def _listing(directory: str) -> tuple[list[str], list[str]]:
    """Sub-directories (links to directories are not followed) and project files, sorted."""
    subdirs: list[str] = []
    files: list[str] = []
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                name = entry.name
                # As is_project_file, without asking where the name begins 20,000 times.
                if (name == "dvc.yaml" or name.endswith(".dvc")) and entry.is_file():
                    files.append(name)
                elif entry.is_dir(follow_symlinks=False):
                    subdirs.append(name)
    except OSError:
        # As os.walk does: a directory that cannot be listed holds no project files for us.
        return [], []
    return sorted(subdirs), sorted(files)
