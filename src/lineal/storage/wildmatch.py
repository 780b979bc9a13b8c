"""Git's glob syntax (wildmatch with path separators) as a regular expression over bytes.

Pure. Only patterns that contain a wildcard come here.
"""

from __future__ import annotations

import re
from typing import Final

_CLASSES: Final = {
    b"alnum": rb"0-9A-Za-z",
    b"alpha": rb"A-Za-z",
    b"blank": rb" \t",
    b"cntrl": rb"\x00-\x1f\x7f",
    b"digit": rb"0-9",
    b"graph": rb"!-~",
    b"lower": rb"a-z",
    b"print": rb" -~",
    b"punct": rb"!-/:-@\[-`{-~",
    b"space": rb" \t-\r",
    b"upper": rb"A-Z",
    b"xdigit": rb"0-9A-Fa-f",
}
# A bracket of a path pattern never matches the separator.
_NOT_SLASH: Final = rb"(?!/)"


def translate(pattern: bytes) -> bytes | None:
    """Translate, or return None for a pattern that Git never matches (an open bracket)."""
    parts: list[bytes] = []
    at = 0
    while at < len(pattern):
        char = pattern[at : at + 1]
        if char == b"*":
            part, at = _stars(pattern, at)
        elif char == b"?":
            part, at = b"[^/]", at + 1
        elif char == b"[":
            bracket = _bracket(pattern, at + 1)
            if bracket is None:
                return None
            part, at = bracket
        elif char == b"\\":
            part, at = re.escape(pattern[at + 1 : at + 2]), at + 2
        else:
            part, at = re.escape(char), at + 1
        parts.append(part)
    return b"".join(parts)


def _stars(pattern: bytes, at: int) -> tuple[bytes, int]:
    """Two stars cross directories only when they fill the space between slashes."""
    end = at
    while pattern[end : end + 1] == b"*":
        end += 1
    opens = at == 0 or pattern[at - 1 : at] == b"/"
    rest = pattern[end:]
    if end - at < len(b"**") or not opens or (rest and not rest.startswith(b"/")):
        return b"[^/]*", end
    if not rest:
        return b".*", end
    return b"(?:.*/)?", end + 1


def _bracket(pattern: bytes, at: int) -> tuple[bytes, int] | None:
    negated = pattern[at : at + 1] in (b"!", b"^")
    at += negated
    members: list[bytes] = []
    first = True
    while first or pattern[at : at + 1] != b"]":
        if at >= len(pattern):
            return None
        member = _member(pattern, at)
        if member is None:
            return None
        members.append(member[0])
        at = member[1]
        first = False
    # An empty alternative keeps the class valid when every range in it was reversed.
    inside = b"".join(members) or rb"^\x00-\xff"
    if inside == rb"^\x00-\xff":
        body = b"[\\x00-\\xff]" if negated else b"[^\\x00-\\xff]"
    else:
        body = b"[^" + inside + b"]" if negated else b"[" + inside + b"]"
    return _NOT_SLASH + body, at + 1


def _member(pattern: bytes, at: int) -> tuple[bytes, int] | None:
    """Read one class, range or character inside a bracket."""
    if pattern[at : at + 2] == b"[:":
        end = pattern.find(b":]", at + 2)
        closing = pattern.find(b"]", at + 2)
        if end != -1 and closing == end + 1:
            members = _CLASSES.get(pattern[at + 2 : end])
            return None if members is None else (members, end + 2)
    low, at = _character(pattern, at)
    if not low:
        return None
    if pattern[at : at + 1] != b"-" or pattern[at + 1 : at + 2] in (b"]", b""):
        return _class_escape(low), at
    high, after = _character(pattern, at + 1)
    if not high:
        return None
    if high < low:
        return b"", after
    return _class_escape(low) + b"-" + _class_escape(high), after


def _character(pattern: bytes, at: int) -> tuple[bytes, int]:
    if pattern[at : at + 1] == b"\\":
        at += 1
    return pattern[at : at + 1], at + 1


def _class_escape(char: bytes) -> bytes:
    return b"\\x%02x" % char[0]
