"""A clean copy of a commit, of which nothing is left."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import UsageError
from lineal.ledger.reproducing.worktree import apply_changes, worktree

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    for words in (("init", "-q"), ("config", "user.email", "a@b"), ("config", "user.name", "A")):
        root.mkdir(exist_ok=True)
        subprocess.run(["git", *words], cwd=root, check=True)
    (root / "file").write_text("1\n")
    for words in (("add", "-A"), ("commit", "-qm", "x")):
        subprocess.run(["git", *words], cwd=root, check=True)
    return root


def test_hooks_do_not_run_and_nothing_is_left(repo: Path) -> None:
    """Neither files nor an entry in Git's list of worktrees."""
    hook = repo / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {repo}/ran\n")
    hook.chmod(0o755)
    with worktree(str(repo), "HEAD") as place:
        found = os.listdir(place.root)
    left = subprocess.run(
        ["git", "worktree", "list"], cwd=repo, check=True, capture_output=True, text=True
    ).stdout.splitlines()

    assert ([".git", "file"], 1) == (sorted(found), len(left))
    assert not os.path.exists(place.scratch)
    assert not (repo / "ran").exists()


def test_changes_of_then_are_applied_or_complained_about(repo: Path) -> None:
    """As `git diff` spelled them."""
    (repo / "file").write_text("2\n")
    changes = subprocess.run(["git", "diff"], cwd=repo, check=True, capture_output=True).stdout
    with worktree(str(repo), "HEAD") as place:
        first = apply_changes(place, changes)
        again = apply_changes(place, changes)
        with open(f"{place.root}/file", encoding="utf-8") as file:
            text = file.read()

    assert (None, "2\n") == (first, text)
    assert again is not None


def test_a_commit_that_is_not_there_is_a_problem_not_a_crash(repo: Path) -> None:
    """Who asked says what that means."""
    with worktree(str(repo), "f" * 40) as place:
        assert place.problem is not None


def test_nothing_is_overwritten_by_what_is_kept(repo: Path, tmp_path: Path) -> None:
    """A new directory is asked for."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/file").touch()
    with (
        pytest.raises(UsageError, match="exists and is not empty"),
        worktree(str(repo), "HEAD", str(tmp_path / "mine")),
    ):
        pass


def test_worktrees_of_others_are_not_forgotten(repo: Path, tmp_path: Path) -> None:
    """One that is not there now may be on a disk that is not there now."""
    away = tmp_path / "away"
    subprocess.run(["git", "worktree", "add", "-q", "--detach", away], cwd=repo, check=True)
    away.rename(tmp_path / "elsewhere")
    with worktree(str(repo), "HEAD"):
        pass

    assert 1 == len(os.listdir(repo / ".git/worktrees"))
