"""Upstream and downstream are each other's mirror, whatever a history is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.trace.graph import COPY, HOLDS, MEMBER, Want
from lineal.ledger.trace.upstream import upstream
from lineal.storage.store import put_bytes
from lineal.storage.tree import Tree, dump_tree
from tests.ledger.builder import oid

if TYPE_CHECKING:
    from tests.ledger.trace.story import Story


def test_a_trace_leads_through_a_diamond_to_the_source(story: Story) -> None:
    """Two stages read one file, and a third reads both."""
    story.adds("raw", "r")
    story.does("left", uses={"raw": "r"}, makes={"l": "l"})
    story.does("right", uses={"raw": "r"}, makes={"r": "rr"})
    story.does("join", uses={"l": "l", "r": "rr"}, makes={"out": "o"})
    story.does("other", uses={"raw": "r"}, makes={"x": "x"})
    assert {"raw.dvc", "left", "right", "join"} == story.ancestors("out", "o")


def test_an_impact_has_all_that_came_of_a_file(story: Story) -> None:
    """And nothing that came of something else."""
    story.adds("raw", "r")
    story.adds("other", "o")
    story.does("a", uses={"raw": "r"}, makes={"a": "a"})
    story.does("b", uses={"a": "a", "other": "o"}, makes={"b": "b"})
    story.does("c", uses={"other": "o"}, makes={"c": "c"})
    assert {"a", "b"} == story.reached("raw", "r")


def test_an_old_version_has_not_what_came_of_the_new_one(story: Story) -> None:
    """Versions are told apart by their bytes."""
    story.adds("raw", "r1")
    story.does("train", uses={"raw": "r1"}, makes={"model": "m1"})
    story.adds("raw", "r2")
    story.does("train", uses={"raw": "r2"}, makes={"model": "m2"})
    assert [{"train"}, {"train#2"}] == [story.reached("raw", "r1"), story.reached("raw", "r2")]


def test_the_last_maker_before_a_use_is_its_source(story: Story) -> None:
    """A file that went from one version to another and back was made twice."""
    story.does("get", uses={"url": "u1"}, makes={"raw": "A"})
    story.does("train", uses={"raw": "A"}, makes={"model": "m1"})
    story.does("get", uses={"url": "u2"}, makes={"raw": "B"})
    story.does("get", uses={"url": "u3"}, makes={"raw": "A"})
    story.does("test", uses={"raw": "A"}, makes={"report": "t"})
    assert [{"get"}, {"get#3"}, {"train"}, {"test"}] == [
        story.behind("train"),
        story.behind("test"),
        story.after("get"),
        story.after("get#3"),
    ]


def test_a_maker_that_is_known_to_be_later_is_better_than_none(story: Story) -> None:
    """Imported histories may have lost the order."""
    story.does("train", uses={"raw": "r"}, makes={"model": "m"})
    story.adds("raw", "r")
    assert {"raw.dvc"} == story.behind("train")


def test_what_failed_made_nothing(story: Story) -> None:
    """Half an output is no source of anything, but it was reached."""
    story.adds("raw", "r")
    story.does("train", uses={"raw": "r"}, makes={"model": "m"}, status="failed")
    story.does("test", uses={"model": "m"}, makes={"report": "t"})
    assert [set(), {"train"}] == [story.behind("test"), story.reached("raw", "r")]


def test_depth_counts_executions(story: Story) -> None:
    """The one at the edge is seen, what it used is not."""
    story.adds("raw", "r")
    story.does("a", uses={"raw": "r"}, makes={"a": "a"})
    story.does("b", uses={"a": "a"}, makes={"b": "b"})
    story.does("c", uses={"b": "b"}, makes={"c": "c"})
    assert [{"c", "b"}, {"a", "b"}] == [
        story.ancestors("c", "c", depth=1),
        story.reached("raw", "r", depth=2),
    ]


def test_a_member_comes_from_who_made_its_directory(story: Story) -> None:
    """By path and listing: the version that holds these bytes."""
    story.does("get", makes={"img": "v1/"})
    story.build.listing("v1/", {"cat.png": "cat", "dog.png": "dog"})
    story.does("get", makes={"img": "v2/"})
    story.build.listing("v2/", {"dog.png": "dog2"}, removed={"dog.png": "dog"}, base="v1/")
    story.does("look", uses={"img/dog.png": "dog"}, makes={"out": "o"})
    story.does("see", uses={"img/dog.png": "dog2"}, makes={"seen": "s"})
    assert [{"get"}, {"get#2"}, {"look"}, {"see"}] == [
        story.behind("look"),
        story.behind("see"),
        story.after("get"),
        story.after("get#2"),
    ]


def test_a_bad_member_reaches_who_used_a_directory_that_holds_it(story: Story) -> None:
    """Not those who used a version without it, nor another directory."""
    story.adds("img", "v1/")
    story.build.listing("v1/", {"cat.png": "cat"})
    story.does("one", uses={"img": "v1/"}, makes={"a": "a"})
    story.adds("img", "v2/")
    story.build.listing("v2/", {"bad.png": "bad"}, base="v1/")
    story.does("two", uses={"img": "v2/"}, makes={"b": "b"})
    story.adds("img", "v3/")
    story.build.listing("v3/", {"new.png": "new"}, base="v2/")
    story.does("three", uses={"img": "v3/"}, makes={"c": "c"})
    story.adds("img", "v4/")
    story.build.listing("v4/", {}, removed={"bad.png": "bad"}, base="v3/")
    story.does("four", uses={"img": "v4/"}, makes={"d": "d"})
    story.does("other", uses={"pix": "v3/"}, makes={"e": "e"})
    story.does("direct", uses={"img/bad.png": "bad"}, makes={"f": "f"})
    assert {"two", "three", "direct"} == story.reached("img/bad.png", "bad")


def test_a_directory_comes_from_who_made_its_members(story: Story) -> None:
    """Outputs of several stages are used as one directory."""
    story.does("x", makes={"data/x": "x"})
    story.does("y", makes={"data/y": "y"})
    story.does("y", makes={"data/y": "y2"})
    story.build.listing("d/", {"x": "x", "y": "y"})
    story.does("join", uses={"data": "d/"}, makes={"out": "o"})
    assert [{"x", "y"}, {"join"}, set()] == [
        story.behind("join"),
        story.after("y"),
        story.after("y#2"),
    ]


def test_a_part_of_a_directory_comes_from_who_made_all_of_it(story: Story) -> None:
    """A stage may depend on a directory within the output of another."""
    story.does("split", makes={"data": "d/"})
    story.build.listing("d/", {"train/a": "a", "test/b": "b"})
    story.build.listing("t/", {"a": "a"})
    story.does("train", uses={"data/train": "t/"}, makes={"model": "m"})
    assert [{"split"}, {"train"}] == [story.behind("train"), story.after("split")]


def test_without_a_listing_the_cache_is_asked(story: Story) -> None:
    """Histories of before there was a ledger have no listings."""
    held = dump_tree(Tree((("cat.png", oid("cat")),)))
    put_bytes(story.cache, oid("v1/"), held)
    put_bytes(story.cache, oid("v2/"), dump_tree(Tree((("dog.png", oid("dog")),))))
    story.does("get", makes={"img": "v1/"})
    story.does("get", makes={"img": "v2/"})
    story.does("look", uses={"img/cat.png": "cat"}, makes={"out": "o"})
    assert [{"get"}, {"look"}, set()] == [
        story.behind("look"),
        story.after("get"),
        story.after("get#2"),
    ]


def test_where_nobody_knows_the_files_the_path_decides(story: Story) -> None:
    """Rather one too many than one too few; the trace says that it is not certain."""
    story.does("get", makes={"img": "gone/"})
    story.does("look", uses={"img/cat.png": "cat"}, makes={"out": "o"})
    want = Want(story.item("img/cat.png", "cat"), story.build.now)
    (way,) = story.origins().of([want])[want].through
    assert (MEMBER, False) == (way.how, way.certain)


def test_a_renamed_file_comes_from_who_made_its_bytes(story: Story) -> None:
    """When nobody made them under the new name, and they were there before."""
    story.does("get", makes={"raw.csv": "r"})
    story.does("train", uses={"renamed.csv": "r"}, makes={"model": "m"})
    assert [{"get"}, {"train"}] == [story.behind("train"), story.reached("raw.csv", "r")]


def test_equal_bytes_made_under_a_path_of_their_own_are_not_connected(story: Story) -> None:
    """Two stages that make the same bytes are two sources."""
    story.does("a", makes={"a": "same"})
    story.does("b", makes={"b": "same"})
    story.does("use", uses={"b": "same"}, makes={"out": "o"})
    assert [{"b"}, set(), {"use"}] == [story.behind("use"), story.after("a"), story.after("b")]


def test_so_few_bytes_that_anybody_has_them_connect_nothing(story: Story) -> None:
    """Empty files and ``{}`` are alike everywhere."""
    story.does("a", makes={"empty": {"oid": "nothing", "size": 0}})
    story.does("b", makes={"braces": {"oid": "{}", "size": 3}})
    story.does(
        "use",
        uses={
            "__init__.py": {"oid": "nothing", "size": 0},
            "config.json": {"oid": "{}", "size": 3},
        },
    )
    assert [set(), set(), set()] == [story.behind("use"), story.after("a"), story.after("b")]


def test_how_things_are_related_is_told(story: Story) -> None:
    """A reader is told why two paths are one line of descent."""
    story.does("x", makes={"data/x": "x", "one": "file"})
    story.build.listing("d/", {"x": "x"})
    story.does("join", uses={"data": "d/", "two": "file"}, makes={"out": "o"})
    (inputs,) = (
        some
        for some in upstream(story.origins(), executions=[story.num("join")]).inputs.values()
        if some
    )
    assert {HOLDS, COPY} == {one.origin.through[0].how for one in inputs}
