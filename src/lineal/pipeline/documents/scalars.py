"""What an unquoted YAML 1.2 scalar stands for, by the rules of ruamel.yaml 0.19.1.

The reader asks for the value, the emitter asks whether a string must be quoted to stay one.
"""

from __future__ import annotations

import re

# Only a scalar that begins with one of these can be anything but a string.
TELLING = frozenset("-+.0123456789tTfFnN~<=!&*")

WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{
        sign + word: float(sign + "inf")
        for sign in ("", "+", "-")
        for word in (".inf", ".Inf", ".INF")
    },
}
# Read by the grammar as something that is not a value; the reference parser knows what to do.
_SYNTAX = frozenset(("<<", "=", "!", "&", "*"))

_FLOAT = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)"
    r"|\.[0-9_]+(?:[eE][-+][0-9]+)?)\Z"
)
_INT = re.compile(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?\Z"
)
_BASES = {"0b": 2, "0o": 8, "0x": 16}


class Doubt(Exception):  # noqa: N818  not an error: a request for the reference implementation
    """The fast path is not certain to agree with ruamel; let ruamel decide."""


def is_string(text: str) -> bool:
    """Tell whether this text, unquoted, reads back as the same string."""
    if not text:
        return False
    if text[0] not in TELLING:
        return True
    return not (
        text in WORDS
        or text in _SYNTAX
        or _FLOAT.match(text)
        or _INT.match(text)
        or _DATE.match(text)
        or _TIME.match(text)
    )


def plain_value(text: str) -> object:
    """Give the value of an unquoted scalar; raise Doubt where only ruamel knows."""
    if text and text[0] not in TELLING:
        return text
    if text in WORDS:
        return WORDS[text]
    if _FLOAT.match(text):
        return _float(text)
    if _INT.match(text):
        return _int(text)
    if text in _SYNTAX or _TIME.match(text):
        raise Doubt(text)
    date = _DATE.match(text)
    return _date(date) if date else text


def _float(text: str) -> float:
    try:
        return float(text.replace("_", ""))
    except ValueError as exc:  # "._" has the look of a number and no digit
        raise Doubt(text) from exc


def _int(text: str) -> int:
    digits = text.replace("_", "")
    sign = -1 if digits[:1] == "-" else 1
    digits = digits.lstrip("+-")
    base = _BASES.get(digits[:2], 10)
    try:
        return sign * int(digits if base == 10 else digits[2:], base)  # noqa: PLR2004
    except ValueError as exc:  # no digits at all, or more than Python converts
        raise Doubt(text) from exc


def _date(match: re.Match[str]) -> object:
    from datetime import date  # deferred: dates are rare in project files

    try:
        return date(*map(int, match.groups()))
    except ValueError as exc:
        raise Doubt(match.string) from exc
