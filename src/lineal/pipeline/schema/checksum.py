"""Checksums as people and old versions wrote them: numbers, capitals, empty text."""

from __future__ import annotations

_SHORTEST = 3


def is_checksum(value: object) -> bool:
    """YAML reads an unquoted checksum of digits as a number; DVC takes that too."""
    if isinstance(value, str):
        return len(value) >= _SHORTEST or not value
    return value is None or (isinstance(value, int) and len(str(value)) >= _SHORTEST)


def normal_checksum(value: str | int | None) -> str | None:
    """The one spelling to compare; case only matters for ``etag``, which is used as it is."""
    return None if value is None or value == "" else str(value).lower()
