"""Which commits there are to import, and what the words for them may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RevisionError, UsageError
from lineal.ledger.backfill.commits import BRANCHES, EVERYTHING, Range, new_commits, parse_range

if TYPE_CHECKING:
    from tests.ledger.backfill.past import Past


def test_parents_come_first_and_else_the_older(past: Past) -> None:
    """Whatever branch they are on."""
    past.commit({"a": "1"}, at=1)
    past.commit({"a": "2"}, at=5)
    past.commit({"a": "3"}, "side", at=3, parents=("main~1",))
    found = new_commits(f"{past.root}/.git", Range(BRANCHES), [])

    assert ["at 1", "at 3", "at 5"] == [each.subject for each in found]


def test_only_what_is_new_is_listed_with_what_it_stands_on(past: Past) -> None:
    """The boundary is needed to know what changed."""
    known = past.commit({"a": "1"}, at=1)
    past.commit({"a": "2"}, at=2)
    found = new_commits(f"{past.root}/.git", Range(BRANCHES), [known])

    assert [(True, known), (False, past.git("rev-parse", "main"))] == [
        (each.is_boundary, each.sha) for each in found
    ]


def test_experiments_are_part_of_everything_and_what_is_stashed_is_not(past: Past) -> None:
    """DVC keeps experiments as references of its own."""
    past.commit({"a": "1"}, at=1)
    past.commit({"a": "2"}, "exp", at=2, parents=("main",))
    past.commit({"a": "3"}, "stash", at=3, parents=("main",))
    for branch, name in (("exp", "refs/exps/00/1/x"), ("stash", "refs/stash")):
        past.git("update-ref", name, branch)
        past.git("branch", "-q", "-D", branch)
    git_dir = f"{past.root}/.git"
    usual, all_of_it = (
        [each.subject for each in new_commits(git_dir, Range(words), [])]
        for words in (BRANCHES, EVERYTHING)
    )

    assert (["at 1"], ["at 1", "at 2"]) == (usual, all_of_it)


def test_a_range_knows_whether_it_leaves_something_out(past: Past) -> None:
    """Then what it lists does not stand for its ancestors."""
    past.commit({"a": "1"}, at=1)
    past.commit({"a": "2"}, at=2)
    git_dir = f"{past.root}/.git"

    assert [False, True, True] == [
        parse_range(git_dir, text).excludes for text in ("main", "main~1..main", "main ^main~1")
    ]


@pytest.mark.parametrize("text", ["--output=x", "", "-n1"])
def test_options_are_no_range(past: Past, text: str) -> None:
    """They would be Git's, not ours."""
    with pytest.raises(UsageError, match="is not a range of revisions"):
        parse_range(f"{past.root}/.git", text)


def test_an_unknown_revision_is_an_error(past: Past) -> None:
    """Git says which."""
    past.commit({"a": "1"}, at=1)
    with pytest.raises(RevisionError, match="nope"):
        parse_range(f"{past.root}/.git", "nope..main")
