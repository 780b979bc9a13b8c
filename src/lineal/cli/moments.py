"""When something was and how long it took, in few words; ``--json`` has the exact values."""

from __future__ import annotations

import time
from datetime import UTC, datetime

_MICRO = 1_000_000
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_STEPS = ((2 * _DAY, _DAY, "days"), (2 * _HOUR, _HOUR, "h"), (2 * _MINUTE, _MINUTE, "min"))
# After this an age says less than a date.
_MOST_DAYS = 14
_SHORT_SECONDS = 10
_NEXT_DIGIT = 0.0995


def now() -> int:
    """Microseconds, as facts have them."""
    return time.time_ns() // 1000


def ago(micros: int, present: int) -> str:
    """``3 min ago``; a date when it is long ago."""
    seconds = (present - micros) / _MICRO
    if seconds >= _MOST_DAYS * _DAY:
        return datetime.fromtimestamp(micros / _MICRO).strftime("%Y-%m-%d")  # noqa: DTZ006  local
    for least, unit, name in _STEPS:
        if seconds >= least:
            return f"{int(seconds // unit)} {name} ago"
    return f"{int(seconds)} s ago" if seconds >= 1 else "just now"


def clock(micros: int) -> str:
    """Date and time where the person is."""
    return datetime.fromtimestamp(micros / _MICRO).strftime("%Y-%m-%d %H:%M:%S")  # noqa: DTZ006


def exact(micros: int) -> str:
    """For machines: ISO 8601, UTC."""
    return datetime.fromtimestamp(micros / _MICRO, UTC).isoformat().replace("+00:00", "Z")


def lasted(seconds: float) -> str:
    """``42 ms``, ``3.1 s``, ``4 min 10 s``, ``2 h 05 min``."""
    if seconds < _NEXT_DIGIT:
        return f"{seconds * 1000:.0f} ms"
    if seconds < _SHORT_SECONDS:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE:02} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE:02} min"
