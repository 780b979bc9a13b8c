"""What a column cannot be called, so that every part of the line means the same column by it. Pure.

It is refused where columns come in: a name that only one part cannot have would fail far from here.
"""

from __future__ import annotations

from typing import Final

_UNWRITABLE: Final = frozenset('"\\') | {chr(code) for code in (*range(32), 127)}


def why_not(name: str) -> str | None:
    """To follow ``it cannot be called so:``, or None."""
    if not name.strip():
        return "the name is empty"
    if name == "*" or (name.startswith("^") and name.endswith("$")):
        return "tables take it for a pattern of names"
    if not _UNWRITABLE.isdisjoint(name):
        return (
            "a served model takes no name with a double quote, a backslash or a control character"
        )
    return None
