"""Which kept texts a fact refers to. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 64
#: Where payloads name a kept text by its SHA-256: logs, the `git diff` of a dirty tree.
KEYS = ("log", "dirty")


def texts_of(payload: Mapping[str, Any] | None) -> list[str]:
    named = [payload.get(key) for key in KEYS] if payload else []
    return [each for each in named if is_digest(each)]


def is_digest(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and len(text) == _DIGITS and set(text) <= set("0123456789abcdef")
