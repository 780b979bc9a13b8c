"""Work shared out among the cores. What comes back is in order, whoever was done first.

Threads, not processes: the libraries let go of the interpreter while they fit, and a process would
import them all again.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


def cores() -> int:
    """As many as this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share_out(
    work: Callable[[_Item], _Done], items: Iterable[_Item], workers: int
) -> Sequence[_Done]:
    """The first error ends it: what has not begun by then never does."""
    pool = ThreadPoolExecutor(workers)
    try:
        return list(pool.map(work, items))
    finally:
        pool.shutdown(cancel_futures=True)
