"""Single members of `.dir` objects."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.storage.tree import Tree, dump_tree
from lineal.storage.tree_search import member_in

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1)
PATHS = st.lists(NAMES.filter(lambda name: name not in {".", ".."}), min_size=1, max_size=3)


@given(st.dictionaries(PATHS.map("/".join), st.integers(0, 99), max_size=8), PATHS.map("/".join))
def test_finds_what_parsing_would_find(members: dict[str, int], asked: str) -> None:
    """For any names, and for names that are not there."""
    digests = {name: f"{number:032x}" for name, number in members.items()}
    data = dump_tree(Tree(tuple(sorted(digests.items()))))

    assert [digests.get(name) for name in (*digests, asked)] == [
        member_in(data, name) for name in (*digests, asked)
    ]


def test_another_spelling_is_read_as_well() -> None:
    """A listing made by some other program."""
    data = json.dumps([{"relpath": "a", "md5": "0" * 32, "size": 3}]).encode()

    assert "0" * 32 == member_in(data, "a")


def test_what_leads_out_of_the_directory_is_refused() -> None:
    """As when the whole listing is read."""
    data = b'[{"md5": "' + b"0" * 32 + b'", "relpath": "../a"}]'

    with pytest.raises(ValueError, match="not a directory listing"):
        member_in(data, "../a")
