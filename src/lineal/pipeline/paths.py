"""Where a path written in a project file points to. String work only, no file is touched."""

from __future__ import annotations

import os.path
from typing import NamedTuple


class Located(NamedTuple):
    """``spelled`` as it goes into lock files, ``path`` absolute (or a URL when external)."""

    spelled: str
    path: str
    in_repo: bool
    external: bool = False


def locate(wdir: str, spelled: str, root: str) -> Located:
    """Paths are kept verbatim in lock files, except absolute ones that lead into the project."""
    if "://" in spelled:
        return Located(spelled, spelled, in_repo=False, external=True)
    path = os.path.normpath(os.path.join(wdir, spelled))
    inside = is_inside(path, root)
    if not os.path.isabs(spelled):
        return Located(spelled, path, in_repo=inside)
    if inside and path != root:
        return Located(os.path.relpath(path, wdir), path, in_repo=True)
    return Located(spelled, path, in_repo=False)


def is_inside(path: str, directory: str) -> bool:
    """Equal counts as inside."""
    return path == directory or path.startswith(directory if directory == "/" else directory + "/")


def is_project_file(path: str) -> bool:
    return path.endswith(".dvc") or os.path.basename(path) == "dvc.yaml"


def overlaps(one: str, other: str) -> bool:
    return is_inside(one, other) or is_inside(other, one)
