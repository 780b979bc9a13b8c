"""The commit that is checked out, without asking git."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.storage.githead import head_commit

if TYPE_CHECKING:
    from pathlib import Path


def git(root: Path, *words: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    done = subprocess.run(
        ["git", *identity, *words], cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "one")
    return tmp_path


@pytest.mark.parametrize(
    "words", [["status"], ["pack-refs", "--all"], ["checkout", "--quiet", "--detach"]]
)
def test_it_is_what_git_says(repository: Path, words: list[str]) -> None:
    """On a branch, with packed references, on none."""
    git(repository, *words)

    assert git(repository, "rev-parse", "HEAD") == head_commit(os.fspath(repository))


def test_a_worktree_has_a_head_of_its_own(repository: Path) -> None:
    """Its branch is with the repository it belongs to."""
    tree = repository / "tree"
    git(repository, "worktree", "add", "--quiet", "-b", "other", os.fspath(tree))
    git(tree, "commit", "--quiet", "--allow-empty", "-m", "two")

    assert git(tree, "rev-parse", "HEAD") == head_commit(os.fspath(tree))


def test_before_the_first_commit_there_is_none(tmp_path: Path) -> None:
    """Nor without Git."""
    git(tmp_path, "init", "--quiet")

    assert (None, None) == (head_commit(os.fspath(tmp_path)), head_commit(None))
