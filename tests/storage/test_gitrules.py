"""``.gitignore`` is kept as DVC keeps it, and Git's index is read as Git reads it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.storage.gitrules import GitRules, NoGit, find_git_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.harness.project import Project

HOSTILE = ["plain", "we[ird]", "#hash", "!bang", "st*r", "qu?", "sp ace", "é中😀", "back\\slash"]


@pytest.fixture
def git(tmp_path: Path) -> GitRules:
    _git(tmp_path, "init", "-q")
    return GitRules(os.fspath(tmp_path))


@pytest.mark.peer
@pytest.mark.parametrize("before", ["", "*.tmp", "*.tmp\n", "# c\r\n", "/plain\n!/plain\n"])
def test_lines_are_written_as_by_dvc(make_project: Callable[[str], Project], before: str) -> None:
    """Escapes, the missing newline, a line that is there but overruled."""
    theirs, ours = make_project("theirs"), make_project("ours")
    for project in (theirs, ours):
        project.write({".gitignore": before, **dict.fromkeys(HOSTILE, "x")})
    added = theirs.dvc("add", *HOSTILE)
    rules = GitRules(os.fspath(ours.root))
    for name in HOSTILE:
        rules.ignore(os.fspath(ours.root / name))
    assert added.ok, added.stderr
    assert theirs.read(".gitignore") == ours.read(".gitignore")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_ignored_can_be_unignored(git: GitRules, tmp_path: Path, name: str) -> None:
    """Also the escaped spellings, which DVC leaves behind for ever."""
    git.ignore(os.fspath(tmp_path / "other"))
    git.ignore(os.fspath(tmp_path / name))
    git.unignore(os.fspath(tmp_path / name))
    assert (tmp_path / ".gitignore").read_text() == "/other\n"


def test_an_emptied_file_is_deleted(git: GitRules, tmp_path: Path) -> None:
    """A .gitignore that says nothing is noise in the repository."""
    git.ignore(os.fspath(tmp_path / "a"))
    git.unignore(os.fspath(tmp_path / "a"))
    assert not (tmp_path / ".gitignore").exists()


def test_what_is_ignored_already_is_left_alone(git: GitRules, tmp_path: Path) -> None:
    """None says that nothing had to be written."""
    (tmp_path / ".gitignore").write_text("*.csv\n")
    assert git.ignore(os.fspath(tmp_path / "a.csv")) is None


def test_an_edit_is_seen_by_the_same_object(git: GitRules, tmp_path: Path) -> None:
    """Patterns are kept between questions, but not beyond a change of their file."""
    before = git.is_ignored(os.fspath(tmp_path / "a"))
    (tmp_path / ".gitignore").write_text("/a\n")
    assert [before, git.is_ignored(os.fspath(tmp_path / "a"))] == [False, True]


def test_global_excludes_count(
    git: GitRules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """core.excludesFile of the user's configuration is one of Git's sources."""
    (tmp_path / "mine").write_text("*.bak\n")
    config = tmp_path / "gitconfig"
    config.write_text(f'[core] # mine\n\texcludesFile = "{tmp_path}/mine"\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.fspath(config))
    assert git.is_ignored(os.fspath(tmp_path / "x.bak"))


@pytest.mark.parametrize("version", ["2", "3", "4", "split"])
def test_tracked_paths_are_those_of_git(tmp_path: Path, version: str) -> None:
    """Every layout of the index answers alike, for files and for directories above them."""
    _git(tmp_path, "init", "-q")
    for name in ("a", "d/e/f", "d.x", "é"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    _git(tmp_path, "add", ".")
    (tmp_path / "later").write_text("")
    if version == "split":
        _git(tmp_path, "update-index", "--split-index")
    elif version == "3":
        _git(tmp_path, "add", "--intent-to-add", "later")
    else:
        _git(tmp_path, "update-index", "--index-version", version)
    git = GitRules(os.fspath(tmp_path))
    asked = ("a", "d", "d/e", "d/e/f", "d.x", "é", "d/", "d/e/", "x", "d/e/g", "later")
    tracked = [name for name in asked if git.is_tracked(os.fspath(tmp_path / name.rstrip("/")))]
    expected = ["a", "d", "d/e", "d/e/f", "d.x", "é", "d/", "d/e/"]
    assert tracked == expected + (["later"] if version == "3" else [])


def test_a_worktree_has_its_own_index(tmp_path: Path) -> None:
    """A worktree has a .git file; what it tracks and ignores is found through it."""
    main, side = tmp_path / "main", tmp_path / "side"
    _git(tmp_path, "init", "-q", os.fspath(main))
    _git(
        main, "-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "--allow-empty", "-m", "m"
    )
    _git(main, "worktree", "add", "-q", os.fspath(side))
    (side / "a").write_text("")
    _git(side, "add", "a")
    (main / ".git/info/exclude").write_text("hidden\n")
    root = find_git_root(os.fspath(side))
    assert root == os.fspath(side)
    git = GitRules(root)
    asked = (
        git.is_tracked(f"{root}/a"),
        git.is_tracked(f"{root}/b"),
        git.is_ignored(f"{root}/hidden"),
    )
    assert asked == (True, False, True)


def test_nothing_is_written_outside_the_repository(git: GitRules, tmp_path: Path) -> None:
    """A path behind a link that leaves the working tree is refused."""
    (tmp_path / "out").symlink_to("/")
    with pytest.raises(DataError, match="outside the Git repository"):
        git.ignore(os.fspath(tmp_path / "out/data"))


def test_without_git_nothing_is_ignored_or_tracked() -> None:
    """The stand-in answers every question with no."""
    git = NoGit()
    answers = [git.is_ignored("/a"), git.is_tracked("/a"), git.ignore("/a"), git.unignore("/a")]
    assert answers == [False, False, None, None]


def _git(directory: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=directory, check=True, capture_output=True)
