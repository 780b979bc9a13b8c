"""A pseudo-terminal between a command and ours. Loaded when we write to a terminal."""

from __future__ import annotations

import fcntl
import os
import termios
from contextlib import suppress

_OUTPUT_FLAGS = 1
_WINDOW = 8


def open_terminal(target: int) -> tuple[int, int]:
    """The end to read from, and the one for the command, of the size of ``target``."""
    end, mine = os.openpty()
    flags = termios.tcgetattr(mine)
    # What is written passes as it is: ours adds the carriage returns.
    flags[_OUTPUT_FLAGS] &= ~termios.OPOST
    termios.tcsetattr(mine, termios.TCSANOW, flags)
    copy_size(target, mine)
    return end, mine


def copy_size(target: int, mine: int) -> None:
    with suppress(OSError):
        size = fcntl.ioctl(target, termios.TIOCGWINSZ, bytes(_WINDOW))
        fcntl.ioctl(mine, termios.TIOCSWINSZ, size)
