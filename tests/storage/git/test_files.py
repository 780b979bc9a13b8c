"""A commit read like a working tree."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.storage.files import WORKSPACE, walk
from lineal.storage.git.files import RevisionFiles
from lineal.storage.git.objects import GitObjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Commit = Callable[[dict[str, str]], str]


@pytest.fixture
def objects(repository: Path) -> Iterator[GitObjects]:
    opened = GitObjects(str(repository / ".git"))
    yield opened
    opened.close()


def test_a_commit_and_its_working_tree_hold_the_same(
    repository: Path, objects: GitObjects, commit: Commit
) -> None:
    """Names with spaces and umlauts, links to files within, nested directories."""
    (repository / "sub").mkdir()
    (repository / "sub" / "link").symlink_to("../a b")
    sha = commit({"a b": "1", "sub/ü": "2", "sub/deep/c": "3"})
    root = str(repository)
    files = RevisionFiles(objects, sha, root)
    seen = {path: files.read(path) for path in walk(files, root)}
    there = {path: WORKSPACE.read(path) for path in walk(WORKSPACE, root)}
    assert seen == {path: raw for path, raw in there.items() if "/.git/" not in path}


def test_a_revision_does_not_change_with_the_workspace(
    repository: Path, objects: GitObjects, commit: Commit
) -> None:
    """Also not what is added later."""
    sha = commit({"a": "1"})
    commit({"a": "2", "b": "2"})
    files = RevisionFiles(objects, sha, str(repository))
    assert files.read(f"{repository}/a") == b"1"
    assert not files.exists(f"{repository}/b")


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside", "link", "sub/link"])
def test_a_link_out_of_the_commit_leads_nowhere(
    target: str, repository: Path, objects: GitObjects, commit: Commit
) -> None:
    """Nor does one that leads to itself."""
    (repository.parent / "outside").write_text("secret")
    (repository / "link").symlink_to(target)
    sha = commit({"sub/x": "1"})
    os.remove(repository / "link")
    files = RevisionFiles(objects, sha, str(repository))
    assert files.read(f"{repository}/link") is None


def test_paths_outside_are_not_there(repository: Path, objects: GitObjects, commit: Commit) -> None:
    """A neighbour whose name begins like the repository is outside, too."""
    files = RevisionFiles(objects, commit({"a": "1"}), str(repository))
    assert not files.exists(f"{repository}2/a")
    assert not files.exists("/")
    assert files.is_dir(str(repository))


def test_only_the_endings_asked_for_are_listed(
    repository: Path, objects: GitObjects, commit: Commit
) -> None:
    """Sub-directories always."""
    sha = commit({"a.dvc": "1", "b.txt": "2", "sub/c": "3"})
    files = RevisionFiles(objects, sha, str(repository))
    assert files.scan(str(repository), ".dvc") == (["sub"], ["a.dvc"])
