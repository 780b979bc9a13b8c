"""Finding listed parameters."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.base.errors import DocumentError
from lineal.pipeline.params.lookup import MISSING, lookup, select

DATA: dict[Any, Any] = {"a": {"b": [10, {"c": 3}], "d": None}, 7: "seven", "x": 1}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("a.b.1.c", 3),
        ("a.b.-2", 10),
        ("a.d", None),
        ("7", "seven"),
        (".x", 1),
        ("*.b.0", 10),
        ("a.z", MISSING),
        ("x.y", MISSING),
        ("", DATA),
    ],
)
def test_a_key_is_a_path(key: str, value: object) -> None:
    """Positions in lists, whole numbers as keys, globs."""
    assert lookup(DATA, key) == value


def test_several_matches_are_an_error() -> None:
    """One key has one value in the lock."""
    with pytest.raises(DocumentError, match=r"'a\.\*' matches more than one value"):
        lookup(DATA, "a.*")


def test_missing_keys_are_left_out_of_a_selection() -> None:
    """Whoever asked decides what a missing one means."""
    assert select(DATA, ["x", "y", "a.d"]) == {"x": 1, "a.d": None}
