"""Merging directories by their files."""

from __future__ import annotations

import pytest

from lineal.pipeline.merge.trees import MemberClash, merge_trees, merged_size
from lineal.storage.tree import Tree


def tree(**members: str) -> Tree:
    return Tree(tuple(sorted(members.items())))


def test_files_of_both_sides_come_together() -> None:
    """Added, changed and removed on either."""
    merged = merge_trees(
        tree(a="1", b="1", c="1"), tree(a="2", b="1", c="1", n="1"), tree(a="1", b="2", m="1")
    )

    assert (tree(a="2", b="2", m="1", n="1"), ()) == merged


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [("2", "3", "2"), ("2", None, "2"), (None, "3", None)],
)
def test_a_file_both_changed_is_ours_for_now(
    ours: str | None, theirs: str | None, expected: str | None
) -> None:
    """And named, also where one side removed it."""
    sides = [tree(**({"a": oid} if oid else {})) for oid in (ours, theirs)]

    merged = merge_trees(tree(a="1"), *sides)

    assert (expected, (MemberClash("a", ours, theirs),)) == (
        dict(merged.tree.members).get("a"),
        merged.clashes,
    )


def test_a_file_in_the_way_of_a_directory_is_a_clash() -> None:
    """The two cannot be in one workspace."""
    theirs = Tree((("a/b", "3"),))

    merged = merge_trees(None, tree(a="1"), theirs)

    assert (tree(a="1"), (MemberClash("a/b", None, "3"),)) == merged


def test_an_ancestor_leaves_out_what_clashes() -> None:
    """As in a lock."""
    assert tree() == merge_trees(tree(a="1"), tree(a="2"), tree(a="3"), ancestor=True).tree


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ({"a": "1"}, {"a": "22"}, {"a": "1", "b": "333"}),
        ({"a": "1", "b": "1"}, {"a": "1"}, {"a": "1"}),
        ({}, {"a": "22"}, {"a": "22", "b": "1"}),
        ({"a": "1"}, {"a": "22"}, {"a": "333"}),
    ],
)
def test_the_size_adds_up(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    """From what was recorded, asking only about files whose change does not add up."""
    trees = tree(**base), tree(**ours), tree(**theirs)
    merged = merge_trees(*trees).tree
    sizes = tuple(sum(map(len, side.values())) for side in (base, ours, theirs))

    size = merged_size((sizes[0], sizes[1], sizes[2]), trees, merged, len)

    assert sum(len(oid) for _, oid in merged.members) == size


def test_an_unknown_size_is_not_guessed() -> None:
    """An entry may be without one."""
    one = tree(a="1")

    assert merged_size((None, 1, 1), (one, one, one), one, lambda _oid: None) is None
