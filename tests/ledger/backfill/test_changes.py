"""What commits changed, read from Git's own words."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from lineal.ledger.backfill.changes import Changes, parse_changes
from lineal.ledger.backfill.commits import BRANCHES, Range, new_commits

if TYPE_CHECKING:
    from tests.ledger.backfill.past import Past


def test_each_commit_is_answered_also_when_nothing_we_watch_changed(past: Past) -> None:
    """In the order of the question; names may be strange."""
    past.commit({"a b é.dvc": "1", "other": "x"}, at=1)
    past.commit({"other": "y"}, at=2)
    past.commit({"a b é.dvc": None}, at=3)
    git_dir = f"{past.root}/.git"
    commits = new_commits(git_dir, Range(BRANCHES), [])
    with closing(Changes(git_dir, ["*.dvc"])) as changes:
        found = changes.of(commits)

    assert [[("a b é.dvc", True)], [], [("a b é.dvc", False)]] == [
        [(each.path, each.blob is not None) for each in some] for some in found
    ]


def test_links_and_submodules_are_no_files() -> None:
    """They count as gone."""
    zero, blob = b"0" * 40, b"1" * 40
    data = b"\0".join(
        (
            b"c" * 40,
            b":100644 120000 " + zero + b" " + blob + b" T",
            b"a.dvc",
            b":000000 160000 " + zero + b" " + blob + b" A",
            b"b.dvc",
            b"",
        )
    )

    assert [[("a.dvc", None), ("b.dvc", None)]] == parse_changes(data)
