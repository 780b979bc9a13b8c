"""Times as machines are told them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

_MICRO = 1_000_000


def spell_time(micros: int) -> str:
    """ISO 8601, UTC."""
    return datetime.fromtimestamp(micros / _MICRO, UTC).isoformat().replace("+00:00", "Z")
