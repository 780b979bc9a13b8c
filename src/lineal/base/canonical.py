"""JSON with one spelling for each value, so that its digest means the value."""

from __future__ import annotations

import json
import math
from typing import Any

# Made once: `json.dumps` makes one for each call that is not the usual.
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: object) -> bytes:
    """Sorted keys, no spaces, ASCII; a value JSON cannot hold is an error, see `plain`."""
    return _encode(value).encode("ascii")


def plain(value: object) -> Any:  # noqa: ANN401  whatever JSON holds
    """A value from outside as JSON can hold it: other numbers and other kinds become words."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)
