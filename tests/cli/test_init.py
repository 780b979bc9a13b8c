"""Starting a project: the files are those of ``dvc init``, and Git learns to merge them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import Project, isolated_environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.project import Tools

pytestmark = pytest.mark.peer


@pytest.fixture
def places(tmp_path: Path, tools: Tools) -> dict[str, Project]:
    """An empty Git repository for each tool."""
    found = {}
    for tool in ("dvc", "lineal"):
        root = tmp_path / tool / "repo"
        (root / "inner").mkdir(parents=True)
        found[tool] = Project(root, isolated_environment(tmp_path / tool), tools)
        found[tool].run("git", "init", "-q", ".")
    return found


def files(project: Project) -> dict[str, str]:
    """What a project consists of; what each tool keeps for itself is its own affair."""
    private = (".git/", ".lineal/", ".dvc/tmp/", ".gitattributes/")
    names = [
        os.path.relpath(os.path.join(directory, name), project.root)
        for directory, _, here in os.walk(project.root)
        for name in here
    ]
    return {
        name: project.read(name)
        for name in sorted(names)
        if not any(f"/{part}" in f"/{name}/" for part in private)
    }


@pytest.mark.parametrize(
    ("flags", "cwd"),
    [((), "."), (("--subdir",), "inner"), (("--no-scm",), "inner"), (("inner", "--subdir"), ".")],
)
def test_the_files_and_what_git_sees_are_the_same(
    places: dict[str, Project], flags: tuple[str, ...], cwd: str
) -> None:
    """Byte for byte, and staged alike."""
    seen = []
    for tool, project in places.items():
        assert project.tool(tool, "init", *flags, cwd=cwd).ok
        staged = project.run("git", "status", "--porcelain").stdout.splitlines()
        ours = [line for line in staged if line.endswith(".gitattributes")]
        assert len(ours) == (tool == "lineal" and "--no-scm" not in flags)
        seen.append((files(project), [line for line in staged if line not in ours]))

    assert seen[0] == seen[1]


def test_git_is_told_who_merges(places: dict[str, Project]) -> None:
    """The files in .gitattributes, which is shared; the command in this clone."""
    project = places["lineal"]
    project.write({".gitattributes": "*.png binary"})
    project.lineal("init")

    lines = project.read(".gitattributes").splitlines()

    assert ["*.png binary", "dvc.lock merge=lineal", "*.dvc merge=lineal"] == lines
    driver = project.run("git", "config", "merge.lineal.driver").stdout
    assert driver.endswith('"$@" merge-driver %O %A %B %P\n')


@pytest.mark.parametrize(
    ("flags", "cwd"), [((), "."), ((), "inner"), (("--no-scm", "--subdir"), ".")]
)
def test_what_dvc_refuses_is_refused(
    places: dict[str, Project], flags: tuple[str, ...], cwd: str
) -> None:
    """A second project on top of the first, a subdirectory without saying so."""
    for tool, project in places.items():
        assert project.tool(tool, "init", "-q").ok
        assert not project.tool(tool, "init", *flags, cwd=cwd).ok
    assert files(places["dvc"]) == files(places["lineal"])


def test_outside_git_the_hint_names_both_ways_out(tmp_path: Path, tools: Tools) -> None:
    """Begin with Git, or say that there is none."""
    project = Project(tmp_path / "bare", isolated_environment(tmp_path), tools)
    project.root.mkdir()

    done = project.lineal("init")

    hint = "hint: run `git init` first, or use --no-scm for a project without Git"
    assert (1, hint) == (done.exit_code, done.stderr.splitlines()[1])


def test_an_ignored_project_directory_is_refused(places: dict[str, Project]) -> None:
    """Its settings could not be shared."""
    done = []
    for tool, project in places.items():
        project.write({".gitignore": ".dvc\n"})
        done.append(project.tool(tool, "init").ok)

    assert [False, False] == done


def test_force_replaces_the_project_and_keeps_dvcignore(places: dict[str, Project]) -> None:
    """As dvc does."""
    for tool, project in places.items():
        project.write({".dvc/config": "[core]\n    remote = x\n", ".dvcignore": "mine\n"})
        assert project.tool(tool, "init", "-f").ok

    assert files(places["dvc"]) == files(places["lineal"])


def test_our_own_directory_is_invisible_to_git(places: dict[str, Project]) -> None:
    """Without a line in anyone's .gitignore."""
    project = places["lineal"]
    project.lineal("init")

    status = project.run("git", "status", "--porcelain", "--ignored", ".lineal").stdout

    assert "!! .lineal/\n" == status
