"""Patterns of LIKE as regular expressions."""

from __future__ import annotations

import re

import pytest

from lineal.features.patterns import regex_of


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("a%", "abc", True),
        ("a%", "ba", False),
        ("%b%", "a\nb\nc", True),
        ("_", "é", True),
        ("_", "ab", False),
        ("a.c", "abc", False),
        ("(x)+[y]", "(x)+[y]", True),
        ("", "", True),
    ],
)
def test_only_percent_and_underscore_stand_for_something_else(
    pattern: str, text: str, expected: bool
) -> None:
    """All else is taken as it is."""
    # Python writes the escapes of RE2 and Rust in another way.
    regex = re.sub(r"\\x\{(\w+)\}", lambda found: f"\\x{int(found[1], 16):02x}", regex_of(pattern))
    assert bool(re.fullmatch(regex, text)) == expected
