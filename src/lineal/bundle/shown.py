"""How a bundle is shown to people: by the first digits of its SHA-256. Pure."""

from __future__ import annotations

_DIGITS = 12


def short_bundle(bundle: str) -> str:
    return bundle[:_DIGITS]
