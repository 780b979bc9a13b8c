"""What separates two states of data, decided without touching anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.comparing.compare import (
    Entry,
    Renamed,
    Side,
    common_members,
    outermost,
    pair_renames,
    spell_out,
    unknown_members,
    within,
)
from lineal.storage.algorithm import LEGACY_MD5
from lineal.storage.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE, TWO = Entry("1.dir", is_dir=True), Entry("2.dir", is_dir=True)


def side(outs: Mapping[str, Entry], trees: Mapping[str, Mapping[str, str]] | None = None) -> Side:
    """A directory that is not among the trees has a list that cannot be had."""
    known = {path: Tree(tuple(sorted(tree.items()))) for path, tree in (trees or {}).items()}
    return Side(outs, known.get)


def test_only_what_differs_in_a_directory_is_spelled_out() -> None:
    """The members both sides share are on neither."""
    old = side({"d": ONE}, {"d": {"a": "x", "b": "y"}})
    new = side({"d": TWO}, {"d": {"a": "x", "b": "z"}})

    compared = spell_out(old, new)

    assert ({"d": ONE, "d/b": Entry("y")}, {"d": TWO, "d/b": Entry("z")}) == compared[:2]


def test_directories_with_one_id_are_not_read() -> None:
    """Twenty thousand names cost nothing where nothing changed."""

    def unreadable(path: str) -> Tree | None:
        raise AssertionError(path)

    compared = spell_out(Side({"d": ONE}, unreadable), Side({"d": ONE}, unreadable))

    assert frozenset() == compared.unknown


def test_below_a_directory_without_a_list_nothing_is_known() -> None:
    """Neither what is recorded inside it, nor what is there."""
    old = side({"d": ONE})
    new = side({"d": TWO, "dd": Entry("y")}, {"d": {"sub/a": "x"}})

    compared = spell_out(old, new)

    assert ({"d"}, {"d": TWO, "dd": Entry("y")}) == (set(compared.unknown), compared.after)
    assert {"d/sub/a", "d/sub"} == set(unknown_members(old, new))


def test_a_file_that_became_a_directory() -> None:
    """The entry itself differs, and its members are new."""
    compared = spell_out(side({"d": Entry("x")}), side({"d": ONE}, {"d": {"a": "x"}}))

    assert ({"d"}, {"d", "d/a"}) == (set(compared.before), set(compared.after))


def test_one_digest_of_two_algorithms_is_two_contents() -> None:
    """MD5 of DVC 2 and of DVC 3 are not compared."""
    old = side({"d": ONE._replace(algorithm=LEGACY_MD5)}, {"d": {"a": "x"}})
    new = side({"d": ONE}, {"d": {"a": "x"}})

    compared = spell_out(old, new)

    assert (Entry("x", LEGACY_MD5), Entry("x")) == (compared.before["d/a"], compared.after["d/a"])


def test_members_in_common() -> None:
    """By name and digest."""
    old = side({"d": ONE}, {"d": {"a": "x", "b": "y"}})
    new = side({"d": TWO}, {"d": {"a": "x", "b": "z"}})

    assert {"d/a": Entry("x")} == common_members(old, new)


@pytest.mark.parametrize(
    ("added", "deleted", "renamed"),
    [
        (["b"], ["a"], [("a", "b")]),
        (["x", "y"], ["a", "b"], [("a", "x"), ("b", "y")]),
        (["x", "y"], ["a"], [("a", "x")]),
        (["d/x", "d-x"], ["a"], [("a", "d/x")]),
    ],
)
def test_renames_are_paired_in_the_order_of_paths(
    added: list[str], deleted: list[str], renamed: list[tuple[str, str]]
) -> None:
    """By name of each directory on the way, as dvc orders them."""
    found, _, _ = pair_renames(
        dict.fromkeys(added, Entry("same")), dict.fromkeys(deleted, Entry("same"))
    )

    assert [Renamed(*pair) for pair in renamed] == found


def test_what_has_no_digest_is_not_renamed() -> None:
    """Two stages that never ran have nothing in common."""
    found = pair_renames({"b": Entry(None)}, {"a": Entry(None)})

    assert ([], ["b"], ["a"]) == found


def test_targets_inside_each_other_count_once() -> None:
    """`d-x` lies between `d` and `d/a` in the order of text, not of paths."""
    assert ["d", "d-x"] == outermost(["d/a", "d-x", "d"])
    assert ["d/a", "d"] == within(["d/a", "dd", "d"], ["d", "d/a"])
