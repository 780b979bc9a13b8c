"""The bytes of a ``.dir`` object, and what is refused as one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.storage.tree import Tree, digests_in, dump_tree, parse_tree, subtree, tree_oid

DIGEST = "d41d8cd98f00b204e9800998ecf8427e"
PARTS = st.text(min_size=1, max_size=5).filter(
    lambda part: part not in (".", "..") and not {"/", "\0"} & set(part)
)
PATHS = st.lists(PARTS, min_size=1, max_size=3).map("/".join)


@given(paths=st.sets(PATHS, max_size=8))
def test_the_bytes_are_those_of_json(paths: set[str]) -> None:
    """DVC dumps a sorted list of dictionaries with sorted keys; ours must not differ."""
    tree = Tree(tuple((path, DIGEST) for path in sorted(paths)))
    entries = [{"md5": DIGEST, "relpath": path} for path in sorted(paths)]
    assert json.dumps(entries, sort_keys=True).encode() == dump_tree(tree)


@given(paths=st.sets(PATHS, max_size=8))
def test_what_is_dumped_is_read_back(paths: set[str]) -> None:
    """A listing survives the round trip, odd names and all."""
    tree = Tree(tuple((path, DIGEST) for path in sorted(paths)))
    assert parse_tree(dump_tree(tree)) == tree


def test_the_empty_listing_has_the_digest_dvc_gives_it() -> None:
    """Two bytes, known by heart in every cache."""
    assert tree_oid(dump_tree(Tree(()))) == "d751713988987e9331980363e24189ce.dir"


@pytest.mark.parametrize("relpath", ["../x", "a/../b", "/etc/x", "a//b", ".", "", "a/", "n\0l"])
def test_a_listing_that_leads_elsewhere_is_refused(relpath: str) -> None:
    """A damaged or hostile object must not write outside its directory."""
    data = json.dumps([{"md5": DIGEST, "relpath": relpath}]).encode()
    with pytest.raises(ValueError, match="not a directory listing"):
        parse_tree(data)


@pytest.mark.parametrize("data", [b"{}", b"[1]", b'[{"md5": "x"}]', b"3", b"null", b"not json"])
def test_other_json_is_refused(data: bytes) -> None:
    """Whatever is not a list of names with digests."""
    with pytest.raises(ValueError, match=r"not a directory listing|Expecting value"):
        parse_tree(data)


def test_a_digest_that_is_a_path_is_refused() -> None:
    """It would name a file outside the cache."""
    with pytest.raises(ValueError, match="not a directory listing"):
        parse_tree(b'[{"md5": "../a", "relpath": "b"}]')


def test_a_directory_inside_is_a_listing_of_its_own() -> None:
    """Names become relative to it; a longer name with the same beginning is not in it."""
    tree = Tree((("a-b", "1"), ("a/x", "2"), ("a/y/z", "3"), ("ab", "4")))
    assert subtree(tree, "a") == Tree((("x", "2"), ("y/z", "3")))


@pytest.mark.parametrize(
    "names",
    [["a", "b/c"], ["md5"], ["relpath"], ['"md5": "' + "0" * 32], ['x", "md5": "' + "1" * 32], []],
)
def test_digests_are_found_whatever_the_names_are(names: list[str]) -> None:
    """Without parsing the list, or by parsing it where a name looks like a key."""
    tree = Tree(tuple((name, f"{at:032x}") for at, name in enumerate(sorted(names))))

    assert [digest for _, digest in tree.members] == digests_in(dump_tree(tree))


def test_digests_of_a_list_written_by_others() -> None:
    """Keys in another order, no spaces."""
    assert ["ab", "cd"] == digests_in(
        b'[{"relpath":"x","md5":"ab"},{"relpath":"y","size":1,"md5":"cd"}]'
    )
