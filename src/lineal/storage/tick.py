"""The clock with which a file system stamps files, asked of the file system itself.

A process may see another time than the kernel that stamps (a virtual machine, a file
server, a faked clock), so no system clock is compared with a stamp: a file of our own is
touched, and its stamp is the answer. What follows from it is ``storage.signature``.
"""

from __future__ import annotations

import os
import time
from typing import Final

_PROBE: Final = "tick"
_POLL_SECONDS: Final = 0.0005
# Where even that cannot be had, nothing can be remembered either; any answer will do.
_NO_PROBE: Final = 0


class StampClock:
    """Reads the current stamp through a file in ``directory``."""

    __slots__ = ("_probe",)

    def __init__(self, directory: str | None) -> None:
        self._probe = None if directory is None else f"{directory}/{_PROBE}"

    def now(self) -> int:
        """Return the stamp a write would get now, in nanoseconds."""
        if self._probe is None:
            return _NO_PROBE
        try:
            return _touch(self._probe)
        except FileNotFoundError:
            pass
        except OSError:
            return _NO_PROBE
        try:
            os.close(os.open(self._probe, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666))
            return _touch(self._probe)
        except OSError:
            return _NO_PROBE

    def after_now(self) -> int:
        """Wait until a write would get a later stamp (milliseconds), and return that."""
        started = self.now()
        # Two seconds is the coarsest step there is; a clock set back must not hang us.
        patience = time.monotonic() + 2.5
        while (stamp := self.now()) <= started and stamp != _NO_PROBE:
            if time.monotonic() > patience:
                break
            time.sleep(_POLL_SECONDS)
        return stamp


def _touch(path: str) -> int:
    os.utime(path)
    return os.stat(path).st_ctime_ns
