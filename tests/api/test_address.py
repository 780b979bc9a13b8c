"""Paths of ``lineal://``."""

from __future__ import annotations

import pytest

from lineal.api.address import Address, join, parse, prefix_of, stripped


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lineal://data/a.csv", Address(None, "data/a.csv")),
        ("/data//a.csv/", Address(None, "data/a.csv")),
        ("", Address(None, "")),
        ("lineal://@v1.2/data/a.csv", Address("v1.2", "data/a.csv")),
        ("@HEAD~2", Address("HEAD~2", "")),
        ("@feature%2Fx/a", Address("feature/x", "a")),
        ("@50%25/a", Address("50%", "a")),
        ("%40odd/a", Address(None, "@odd/a")),
        ("data/@v1/a", Address(None, "data/@v1/a")),
        ("../../etc/passwd", Address(None, "etc/passwd")),
        ("@v1/../../a", Address(None, "a")),
        ("data/a%2Fb", Address(None, "data/a%2Fb")),
    ],
)
def test_a_first_part_with_an_at_is_a_revision(written: str, expected: Address) -> None:
    """Everything else is a path, and none leads above the root."""
    assert expected == parse(written)


@pytest.mark.parametrize("path", ["a/b", "@v1/a/b", "@feature%2Fx/a", "@v1", "%40odd/a"])
def test_names_that_are_listed_can_be_opened(path: str) -> None:
    """What comes back from a listing means the same place."""
    assert path == join(prefix_of(path), parse(path).path)


def test_the_protocol_is_no_part_of_a_path() -> None:
    """Libraries hand in either."""
    assert stripped("lineal://x/y") == stripped("x/y") == "x/y"
