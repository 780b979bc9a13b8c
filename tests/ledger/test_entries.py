"""By what an execution is known again."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.ledger.entries import content_name, entry_digest

ENTRY: dict[str, Any] = {
    "cmd": "x",
    "deps": [{"path": "a", "hash": "md5", "md5": "1", "size": 3}],
    "params": {"params.yaml": {"lr": 0.1}},
    "outs": [{"path": "b", "md5": "2"}, {"path": "c", "md5": "3"}],
}


@pytest.mark.parametrize(
    "same",
    [
        {**ENTRY, "outs": list(reversed(ENTRY["outs"]))},
        {**ENTRY, "deps": [{"path": "a", "md5": "1", "size": 4, "isexec": True}]},
        {
            **ENTRY,
            "outs": [
                {"path": "b", "md5": "2", "cloud": {"r": {"etag": "e"}}},
                {"path": "c", "md5": "3"},
            ],
        },
    ],
)
def test_what_does_not_matter(same: dict[str, Any]) -> None:
    """Order, sizes, and what a remote said of the data since."""
    assert entry_digest("s", ENTRY) == entry_digest("s", same)


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("t", ENTRY),
        ("s", {**ENTRY, "cmd": "y"}),
        ("s", {**ENTRY, "params": {"params.yaml": {"lr": 0.2}}}),
        ("s", {**ENTRY, "deps": [{"path": "a", "md5": "9"}]}),
        ("s", {**ENTRY, "outs": ENTRY["outs"][:1]}),
    ],
)
def test_what_matters(address: str, other: dict[str, Any]) -> None:
    """Stage, command, values, bytes."""
    assert entry_digest("s", ENTRY) != entry_digest(address, other)


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ({"md5": "AB"}, "ab"),
        ({"etag": "E", "size": 1}, "E"),
        ({"checksum": "C", "etag": "E"}, "C"),
        ({"repo": {"url": "u", "rev_lock": "c"}}, "c"),
        ({"path": "p"}, None),
    ],
)
def test_the_name_of_a_content(item: dict[str, Any], name: str | None) -> None:
    """Whatever kind of item it is."""
    assert name == content_name(item)
