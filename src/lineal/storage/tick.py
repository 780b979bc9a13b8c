"""The clock with which the kernel stamps files.

Only ``storage.signature`` reasons about the value; this module reads it.
"""

from __future__ import annotations

import time
from typing import Final

# Without a coarse clock (macOS) assume a step no kernel exceeds.
_ASSUMED_STEP_NS: Final = 10_000_000
_POLL_SECONDS: Final = 0.0005


def current_tick_ns() -> int:
    """Return the stamp a write would get now."""
    clock = getattr(time, "CLOCK_REALTIME_COARSE", None)
    if clock is None:
        return time.time_ns() - _ASSUMED_STEP_NS
    return time.clock_gettime_ns(clock)


def wait_out_tick() -> int:
    """Sleep until the running tick is over (milliseconds) and return the new one."""
    started = current_tick_ns()
    while (tick := current_tick_ns()) <= started:
        time.sleep(_POLL_SECONDS)
    return tick
