"""Where text goes: narrative and data to stdout, warnings and errors to stderr.

Colour is decided here once; it is never the only carrier of a meaning.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from lineal.base.errors import LinealError

RED = "31"
GREEN = "32"
YELLOW = "33"
BLUE = "34"
CYAN = "36"
BOLD = "1"
DIM = "2"


class Console:
    """The two streams, as the global flags want them."""

    __slots__ = ("colour_err", "colour_out", "quiet", "verbose")

    def __init__(self, *, quiet: bool = False, verbose: int = 0) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.colour_out = wants_colour(sys.stdout)
        self.colour_err = wants_colour(sys.stderr)

    def say(self, text: str = "", *, end: str = "\n") -> None:
        """What the user or a script asked for. ``--quiet`` silences it, as in DVC."""
        if not self.quiet:
            sys.stdout.write(text + end)

    def data(self, text: str) -> None:
        """What was asked for by ``--json``: printed whatever the volume."""
        sys.stdout.write(f"{text}\n")

    def note(self, text: str) -> None:
        """Progress and remarks nobody should have to parse."""
        if not self.quiet:
            _to_stderr(text)

    def detail(self, text: str) -> None:
        if self.verbose:
            _to_stderr(text)

    def warn(self, text: str, *, hint: str | None = None) -> None:
        if not self.quiet:
            _to_stderr(labelled("warning", text, YELLOW, on=self.colour_err))
            if hint:
                _to_stderr(labelled("hint", hint, CYAN, on=self.colour_err))

    def error(self, error: LinealError) -> None:
        self.failure(error.message, hint=error.hint)

    def failure(self, text: str, *, hint: str | None = None) -> None:
        """Shown even when quiet: an exit code alone says nothing about what to mend."""
        _to_stderr(labelled("error", text, RED, on=self.colour_err))
        if hint:
            _to_stderr(labelled("hint", hint, CYAN, on=self.colour_err))

    def paint(self, text: str, colour: str) -> str:
        """``text`` for stdout, coloured where that is wanted."""
        return painted(text, colour) if self.colour_out else text


def wants_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def painted(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"


def labelled(label: str, text: str, colour: str, *, on: bool) -> str:
    head = f"{label}:"
    return f"{painted(head, colour) if on else head} {text}"


def _to_stderr(text: str) -> None:
    # What was said before comes before, also when both streams end in one file.
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
