"""How files differ, out of what `git diff` prints; and which commits changed them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.storage.git.diffs import FileDiff, file_diffs, has_commit, parse_diff
from lineal.storage.git.touching import commits_touching, who_changed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits of a file with an odd name, and a change nobody committed."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ann@example.org")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for text in ("one\n", "one\ntwo\n"):
        (tmp_path / "ä *.py").write_text(text)
        (tmp_path / "same.py").write_text("x\n")
        subprocess.run(["git", "-C", tmp_path, "add", "-A"], check=True)
        subprocess.run(["git", "-C", tmp_path, "commit", "-qm", f"has {len(text)}"], check=True)
    (tmp_path / "same.py").write_text("y\n")
    return tmp_path


def test_between_commits(repo: Path) -> None:
    """Names are taken as they are, not as patterns."""
    found = file_diffs(f"{repo}/.git", str(repo), "HEAD~1", "HEAD", ["ä *.py", "same.py"])

    assert [FileDiff("ä *.py", 1, 0, ("@@ -1 +1,2 @@", " one", "+two"))] == found


def test_against_the_working_tree(repo: Path) -> None:
    """What nobody committed."""
    found = file_diffs(f"{repo}/.git", str(repo), "HEAD", None, ["same.py"])

    assert [("same.py", 1, 1)] == [one[:3] for one in found]


def test_what_is_not_text_has_no_lines() -> None:
    """Its name is found all the same."""
    text = "diff --git a/x y.bin b/x y.bin\nindex 1..2 100644\nBinary files differ\n"

    assert [FileDiff("x y.bin", 0, 0, ())] == parse_diff(text)


def test_a_line_that_looks_like_a_header_is_a_line() -> None:
    """It has a sign before it."""
    text = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+diff --git a/q b/q\n"

    assert [FileDiff("x", 1, 0, ("@@ -0,0 +1 @@", "+diff --git a/q b/q"))] == parse_diff(text)


def test_commits_that_are_not_here(repo: Path) -> None:
    """Are not taken for those that are."""
    assert [True, False] == [has_commit(f"{repo}/.git", name) for name in ("HEAD", "0" * 40)]


def test_who_changed_a_file(repo: Path) -> None:
    """The last commit; None for what is not committed; nothing of what Git does not have."""
    paths = [f"{repo}/{name}" for name in ("ä *.py", "same.py", "unknown.py")]
    found = who_changed(f"{repo}/.git", str(repo), paths)

    assert {paths[0]: ("Ann", "has 8"), paths[1]: None} == {
        path: one and (one.name, one.subject) for path, one in found.items()
    }


def test_a_history_that_is_not_here_has_no_commits(repo: Path) -> None:
    """A shallow clone is no error."""
    revisions = f"{'0' * 40}..HEAD"

    assert [] == commits_touching(f"{repo}/.git", str(repo), revisions, [str(repo)], 5)
