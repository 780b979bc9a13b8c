"""``get`` brings what dvc brings, out of projects of either kind."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import new_project
from tests.acceptance.scenes import commit, copied, git, make_ask

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.oracle import Outcome
    from tests.acceptance.harness.project import Project, Tools
    from tests.acceptance.scenes import Ask

pytestmark = pytest.mark.peer

Tree = list[tuple[str, bytes | None, int]]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """Tracked and other files, pushed; with changes that nobody recorded."""
    project = new_project(tmp_path_factory.mktemp("get") / "world", tools)
    project.write(
        {
            "data/a": "1",
            "data/sub/b": "2",
            "f": "x",
            "run.sh": "#!/bin/sh\n",
            "mix/plain": "git",
            "mix/tracked": "dvc",
            "mix/inner/h": "1",
        }
    )
    (project.root / "run.sh").chmod(0o755)
    use_own_remote(project)
    project.dvc("add", "data", "f", "mix/tracked")
    project.dvc("push")
    commit(project)
    git(project, "tag", "v1")
    project.write({"f": "changed", "data/new": "n"})
    return project


def use_own_remote(project: Project) -> None:
    """By its full path, which also a clone elsewhere can follow."""
    url = project.root.parent / "remote"
    project.write(
        {".dvc/config": f"[core]\n    remote = store\n['remote \"store\"']\n    url = {url}\n"}
    )


@pytest.fixture
def moved(source: Project, tmp_path: Path) -> Project:
    """A copy with a remote of its own and no cache."""
    project = copied(source, tmp_path / "world")
    shutil.rmtree(project.root / ".dvc/cache")
    use_own_remote(project)
    commit(project)
    return project


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    return make_ask(monkeypatch, capfd)


def brought(source: Project, here: Path, words: str, ask: Ask) -> list[tuple[bool, str, Tree]]:
    """By dvc and by us, each into a directory of its own."""
    argv = [word.replace("SOURCE", str(source.root)) for word in words.split()]
    found = []
    for name in ("dvc", "lineal"):
        directory = here / name
        directory.mkdir()
        done: Outcome
        if name == "dvc":
            done = source.dvc("get", *argv, cwd=str(directory))
        else:
            done = ask(source, "get", *argv, cwd=str(directory))
        found.append((done.ok, done.stdout, tree_of(directory)))
    return found


def tree_of(directory: Path) -> Tree:
    return sorted(
        (
            str(path.relative_to(directory)),
            path.read_bytes() if path.is_file() else None,
            path.stat().st_mode,
        )
        for path in directory.rglob("*")
    )


@pytest.mark.parametrize(
    "words",
    [
        "SOURCE f",
        "SOURCE data",
        "SOURCE data/sub --rev v1",
        "SOURCE run.sh",
        "SOURCE mix",
        "SOURCE mix --rev v1",
        "SOURCE f -o out/deep/f",
        "SOURCE data/ -o .",
        "SOURCE data/a --show-url",
        "SOURCE/mix f",
        "file://SOURCE mix",
        "SOURCE nope",
        "SOURCE f --rev nope",
        "SOURCE-not-there f",
    ],
)
def test_files_and_directories_of_a_project(
    source: Project, tmp_path: Path, words: str, ask: Ask
) -> None:
    """The workspace of a local project, a revision, a Git URL; or nothing at all."""
    expected, actual = brought(source, tmp_path, words, ask)

    assert expected == actual


@pytest.mark.parametrize("words", ["SOURCE data --rev v1", "file://SOURCE mix"])
def test_what_is_only_on_the_remote(moved: Project, tmp_path: Path, words: str, ask: Ask) -> None:
    """It comes from there."""
    expected, actual = brought(moved, tmp_path, words, ask)

    assert (expected, True) == (actual, actual[0])


def test_nothing_is_left_of_what_is_incomplete(moved: Project, tmp_path: Path, ask: Ask) -> None:
    """dvc leaves the directories, and the files that it found."""
    shutil.rmtree(moved.root.parent / "remote")

    _, (ok, _, tree) = brought(moved, tmp_path, "SOURCE data --rev v1", ask)

    assert (False, []) == (ok, tree)
