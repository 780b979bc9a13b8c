"""What Git sees in the working tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RevisionError
from lineal.storage.git.changes import Changes, git_changes, parse_status

if TYPE_CHECKING:
    from pathlib import Path


def test_the_old_name_of_what_was_renamed_is_no_entry() -> None:
    """It stands in a field of its own after the new one."""
    text = "R  new\0old\0 M changed\0?? un tracked\0C  copy\0?? not an entry\0"

    assert Changes(("new", "changed", "copy"), ("un tracked",)) == parse_status(text)


def test_nothing_changed_is_nothing() -> None:
    """An empty answer."""
    assert not parse_status("").any


def test_outside_a_repository_git_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its complaint is the error."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(RevisionError, match="git status: not a git repository"):
        git_changes(str(tmp_path), untracked=False)
