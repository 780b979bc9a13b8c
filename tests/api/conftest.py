"""A project this process stands in, and ``dvc.api`` to compare with."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import Project, isolated_environment, new_project
from tests.api.peer import DvcApi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.acceptance.harness.project import Tools


@pytest.fixture(scope="session")
def dvc_api(dvc: Path) -> Iterator[DvcApi]:
    with DvcApi(dvc.with_name("python")) as running:
        yield running


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """A file, a directory and a Git file, committed as ``v1`` and pushed to a folder beside."""
    world = tmp_path_factory.mktemp("template") / "world"
    project = new_project(world, tools)
    project.write(
        {
            "sub/one.csv": "x\n1\n",
            "sub/dir/a.csv": "a\n",
            "sub/dir/deep/ünï code.txt": "é\n",
            "README.md": "read me\n",
        }
    )
    commit(project, "sub/dir", "sub/one.csv", tag="v1", remote="../store")
    return world


@pytest.fixture
def shared(
    template: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A copy of the template, with this process in it; the remote is ``store`` beside."""
    world = tmp_path / "world"
    shutil.copytree(template, world, symlinks=True)
    return stand_in(Project(world / "repo", isolated_environment(world), tools), monkeypatch)


@pytest.fixture
def here(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A fresh project, with this process in it and nothing of the machine around it."""
    return stand_in(project, monkeypatch)


def stand_in(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name, value in project.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(project.root)
    return project


def commit(project: Project, *data: str, tag: str, remote: str | None = None) -> None:
    """Track data, share it, and commit and tag what Git has."""
    if remote:
        assert project.dvc("remote", "add", "-q", "-d", "store", remote).ok
    assert project.dvc("add", "-q", *data).ok
    if remote:
        assert project.dvc("push", "-q").ok
    tagged(project, tag)


def tagged(project: Project, tag: str) -> None:
    for words in (["add", "-A"], ["commit", "-qm", tag], ["tag", tag]):
        assert project.run("git", *words).ok
