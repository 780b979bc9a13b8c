"""When a worker that died is started again. Pure."""

from __future__ import annotations

from typing import NamedTuple

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 10.0
# Who lived as long had no trouble with starting.
_LONG_LIFE = 30.0


class Death(NamedTuple):
    """``early`` counts how many in a row died young, this one included."""

    at: float
    early: int


def died(at: float, lived: float, before: Death | None) -> Death:
    if lived >= _LONG_LIFE:
        return Death(at, 0)
    return Death(at, (before.early if before else 0) + 1)


def start_again_at(death: Death) -> float:
    """At once after a long life; later and later for who keeps dying."""
    if death.early == 0:
        return death.at
    # Beyond a few doublings it is the longest anyway.
    doublings = min(death.early - 1, 10)
    return death.at + min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def how(status: int) -> str:
    """``status`` as of `subprocess.Popen.returncode`."""
    return f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
