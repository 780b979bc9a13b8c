"""Repositories that are built once and looked at by many commands, and a quick way to ask ours.

For verbs that change nothing, or whose tests copy what they change.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from lineal.cli.main import main
from tests.acceptance.harness.oracle import Outcome
from tests.acceptance.harness.project import Project, isolated_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    Ask = Callable[..., Outcome]


def make_ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Our command line in this very process, with the environment of a project."""

    def ask(project: Project, *argv: str, cwd: str = ".") -> Outcome:
        for name, value in project.env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(project.root / cwd)
        capfd.readouterr()
        code = main(argv)
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return ask


def copied(project: Project, parent: Path) -> Project:
    """The repository and what lies beside it, in a world of its own."""
    shutil.copytree(project.root.parent, parent, symlinks=True, dirs_exist_ok=True)
    return Project(parent / project.root.name, isolated_environment(parent), project.tools)


def record(project: Project, *names: str) -> None:
    """Track data and commit."""
    assert project.dvc("add", *names).ok
    commit(project)


def commit(project: Project) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-qm", "data")


def git(project: Project, *words: str) -> None:
    done = project.run("git", *words)
    assert done.ok, done.stderr


def files_below(*tops: Path) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(parent, name), top)
        for top in tops
        for parent, _, names in os.walk(top)
        for name in names
    )
