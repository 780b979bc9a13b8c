"""One line at the bottom of a terminal that is rewritten in place, and never left behind."""

from __future__ import annotations

import os
import sys
import time

#: Redrawing more often than this only makes a terminal flicker.
_EVERY_SECONDS = 0.1
_USUAL_COLUMNS = 80


class StatusLine:
    __slots__ = ("_at", "_shown")

    def __init__(self) -> None:
        self._shown = False
        self._at = 0.0

    def show(self, text: str) -> None:
        now = time.monotonic()
        if now - self._at < _EVERY_SECONDS:
            return
        self._at = now
        width = _columns() - 1
        sys.stderr.write(f"\r\x1b[2K{text[:width]}")
        sys.stderr.flush()
        self._shown = True

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self._shown = False


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_COLUMNS
    except OSError:
        return _USUAL_COLUMNS
