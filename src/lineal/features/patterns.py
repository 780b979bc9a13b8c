"""A pattern of LIKE as a regular expression that RE2 and Rust read in the same way. Pure."""

from __future__ import annotations


def regex_of(pattern: str) -> str:
    """For a match of the whole text. ``.`` is to match the end of a line too."""
    return "(?s:" + "".join(map(_part, pattern)) + ")"


def _part(character: str) -> str:
    if character == "%":
        return ".*"
    if character == "_":
        return "."
    plain = character.isalnum() or not character.isascii()
    return character if plain else f"\\x{{{ord(character):x}}}"
