"""The time, ids that sort by it, and paths as facts have them."""

from __future__ import annotations

import os
import time

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.secrets import without_login


def now() -> int:
    """In microseconds."""
    return time.time_ns() // 1000


def below(root: str, path: str) -> str:
    """From the project's root; URLs without a login. Most are below it, which is quick to tell."""
    if path.startswith(f"{root}/"):
        return path[len(root) + 1 :]
    return without_login(path) if "://" in path else os.path.relpath(path, root)


def new_id(micros: int) -> bytes:
    return make_id(micros, os.urandom(RANDOM_BYTES))
