"""Linear algebra on one thread: how sums are shared out among threads shows in their last bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def one_thread() -> AbstractContextManager[object]:
    """The same numbers with one core and with many; work is shared out elsewhere."""
    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits
