"""How two versions of a file that is no table differ: small text by lines, the rest by size."""

from __future__ import annotations

import difflib
import os
from typing import NamedTuple

_LARGEST = 256 * 1024
_CONTEXT = 2


class TextDiff(NamedTuple):
    """Sizes in bytes, None on a side without the file; lines as of ``diff -u``, without a head."""

    old_size: int | None
    new_size: int | None
    lines: tuple[str, ...] = ()
    added: int = 0
    removed: int = 0


def compare_files(old: str | None, new: str | None) -> TextDiff:
    old_size, new_size = _size(old), _size(new)
    before, after = _lines(old, old_size), _lines(new, new_size)
    if old is None or new is None or before is None or after is None:
        return TextDiff(old_size, new_size)
    lines = [
        line.rstrip("\n")
        for line in difflib.unified_diff(before, after, n=_CONTEXT)
        if not line.startswith(("--- ", "+++ "))
    ]
    added, removed = (sum(line.startswith(sign) for line in lines) for sign in "+-")
    return TextDiff(old_size, new_size, tuple(lines), added, removed)


def _size(path: str | None) -> int | None:
    return None if path is None else os.path.getsize(path)


def _lines(path: str | None, size: int | None) -> list[str] | None:
    """None for what nobody reads line by line."""
    if path is None or size is None or size > _LARGEST:
        return None
    with open(path, "rb") as file:
        data = file.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.splitlines(keepends=True)
