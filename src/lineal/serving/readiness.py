"""Whether this process should be asked: its receipts can be written, and it is not about to end."""

from __future__ import annotations

import os
from contextlib import suppress

_PROBE = ".probe"


class Readiness:
    """After a failure, a probe says whether receipts can be written again.

    Who is not ready is not asked any more, so it would never come to a success.
    """

    __slots__ = ("_directory", "_failed", "draining")

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._failed = False
        self.draining = False

    def wrote(self) -> None:
        self._failed = False

    def could_not_write(self) -> None:
        self._failed = True

    def why_not(self) -> str | None:
        """None when it is ready."""
        if self.draining:
            return "this server is about to end"
        if self._failed and not self._can_write():
            return "receipts cannot be written"
        return None

    def _can_write(self) -> bool:
        """A page of it, for a full disk takes names."""
        path = os.path.join(self._directory, f"{_PROBE}-{os.getpid()}")
        try:
            with open(path, "wb", buffering=0) as file:
                file.write(bytes(4096))
        except OSError:
            return False
        finally:
            with suppress(OSError):
                os.unlink(path)
        self._failed = False
        return True
