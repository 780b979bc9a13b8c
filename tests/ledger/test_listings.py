"""Listings as differences, as long as that is shorter."""

from __future__ import annotations

from lineal.ledger.listings import Last, listing_payload

MANY = {name: name for name in "abcdef"}


def test_the_first_of_a_path_says_everything() -> None:
    """There is nothing to differ from."""
    expected = {"oid": "1.dir", "base": None, "added": {"a": "1"}, "removed": {}}

    assert expected == listing_payload("1.dir", {"a": "1"}, None)


def test_the_next_says_what_differs() -> None:
    """A changed file is removed and added."""
    expected = {
        "oid": "2.dir",
        "base": "1.dir",
        "added": {"a": "new", "g": "g"},
        "removed": {"a": "a", "f": "f"},
    }
    now = {**MANY, "a": "new", "g": "g"}
    del now["f"]

    assert expected == listing_payload("2.dir", now, Last("1.dir", MANY, 1))


def test_another_directory_altogether_is_told_anew() -> None:
    """Its difference would be longer than itself."""
    found = listing_payload("2.dir", {"x": "1", "y": "2"}, Last("1.dir", MANY, 1))

    assert (None, {"x": "1", "y": "2"}) == (found["base"], found["added"])


def test_chains_do_not_grow_for_ever() -> None:
    """Who asks adds up all of one."""
    found = listing_payload("2.dir", {**MANY, "a": "new"}, Last("1.dir", MANY, 50))

    assert found["base"] is None
