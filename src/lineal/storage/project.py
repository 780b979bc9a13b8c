"""Finding the project around a directory.

Where things are, and nothing about what is in them.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from lineal.base.errors import ProjectError
from lineal.storage.gitrules import find_git_root
from lineal.storage.lineal_dir import lineal_dir_of

DVC_DIR = ".dvc"


class Project(NamedTuple):
    root: str
    dvc_dir: str
    lineal_dir: str
    git_root: str | None


def find_project(start: str = ".") -> Project:
    """The nearest directory with a ``.dvc``, from ``start`` upwards."""
    root = _find_root(os.path.abspath(start))
    return project_at(root)


def project_at(root: str) -> Project:
    return Project(
        root=root,
        dvc_dir=os.path.join(root, DVC_DIR),
        lineal_dir=lineal_dir_of(root),
        git_root=find_git_root(root),
    )


def _find_root(start: str) -> str:
    if not os.path.isdir(start):
        raise ProjectError(f"no such directory: {start}", hint="check the path given to --cd")
    directory = start
    while not os.path.isdir(os.path.join(directory, DVC_DIR)):
        parent = os.path.dirname(directory)
        # DVC stops at a mount point, so a project above one belongs to neither tool.
        if parent == directory or os.path.ismount(directory):
            raise ProjectError(
                f"no project here: no .dvc directory in {start} or above, up to {directory}",
                hint="run `lineal init` in the root of your Git repository",
            )
        directory = parent
    return directory
