"""Finding the project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import ProjectError
from lineal.storage.project import Project, find_project

if TYPE_CHECKING:
    from pathlib import Path


def test_the_nearest_project_upwards_is_found(tmp_path: Path) -> None:
    """Nested projects are separate."""
    for name in ("outer/.dvc", "outer/inner/.dvc", "outer/inner/src/deep", "outer/.git"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "outer/.git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    inner = str(tmp_path / "outer/inner")

    found = find_project(str(tmp_path / "outer/inner/src/deep"))

    expected = Project(inner, f"{inner}/.dvc", f"{inner}/.lineal", str(tmp_path / "outer"))
    assert expected == found


def test_without_a_project_the_error_says_how_to_begin(tmp_path: Path) -> None:
    """A file called .dvc is none."""
    (tmp_path / ".dvc").write_text("", encoding="utf-8")

    with pytest.raises(ProjectError, match="no project here") as caught:
        find_project(str(tmp_path))

    assert "run `lineal init` in the root of your Git repository" == caught.value.hint


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Instead of the project above it."""
    with pytest.raises(ProjectError, match=f"no such directory: {tmp_path}{os.sep}gone"):
        find_project(str(tmp_path / "gone"))
