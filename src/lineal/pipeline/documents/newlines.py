"""One line ending: every file is read as Python's text mode does, which is what DVC sees."""

from __future__ import annotations


def universal(text: str) -> str:
    """Turn CRLF and lone CR into LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
