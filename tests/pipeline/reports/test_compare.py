"""What changed between two revisions' values."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.base.errors import DataError
from lineal.pipeline.reports.compare import changes_between
from lineal.pipeline.reports.values import FileValues


def changes(old: Any, new: Any, **options: bool) -> dict[Any, dict[str, Any]]:
    found = changes_between({"m": FileValues(old)}, {"m": FileValues(new)}, **options)
    return found.get("m", {})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 3}, {"a": {"old": 1, "new": 3, "diff": 2}}),
        ({"a": {"b": 1}}, {"a": {"b": 1}}, {}),
        ({"a": {"b": 1}}, {}, {"a.b": {"old": 1, "new": None}}),
        ({}, {"a": "x"}, {"a": {"old": None, "new": "x"}}),
        ({"a": [1, 2]}, {"a": [1, 3]}, {"a": {"old": "[1, 2]", "new": "[1, 3]"}}),
        ({"a": {}}, {"a": 1}, {"a": {"old": None, "new": 1}}),
        (0.5, 0.75, {"": {"old": 0.5, "new": 0.75, "diff": 0.25}}),
        ("2", "3", {"": {"old": 2, "new": 3, "diff": 1}}),
        (0.5, {"a": 1}, {"a": {"old": "unable to parse", "new": 1}}),
    ],
)
def test_values_are_compared_by_dotted_name(
    old: Any, new: Any, expected: dict[Any, dict[str, Any]]
) -> None:
    """Numbers are subtracted; lists are texts."""
    assert expected == changes(old, new)


def test_what_is_the_same_is_kept_when_asked_for() -> None:
    """The difference of equal numbers is zero."""
    assert {"a": {"old": 1, "new": 1, "diff": 0}} == changes({"a": 1}, {"a": 1}, unchanged=True)


def test_a_file_that_cannot_be_read_says_nothing() -> None:
    """Then everything on the other side is new."""
    broken = {"m": FileValues(error=DataError("gone"))}

    found = changes_between(broken, {"m": FileValues({"a": 1})})

    assert {"m": {"a": {"old": None, "new": 1}}} == found
