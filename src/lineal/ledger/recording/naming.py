"""The time, and ids that sort by it."""

from __future__ import annotations

import os
import time

from lineal.base.ids import RANDOM_BYTES, make_id


def now() -> int:
    """In microseconds."""
    return time.time_ns() // 1000


def new_id(micros: int) -> bytes:
    return make_id(micros, os.urandom(RANDOM_BYTES))
