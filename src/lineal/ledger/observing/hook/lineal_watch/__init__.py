"""Watches what a Python program opens, and says so in a file of evidence.

Runs inside programs that are not ours, on any Python from 3.8: it imports next to nothing,
raises nothing and prints nothing. What is not understood is counted, and said as such.
"""

from __future__ import annotations

import os
import sys

from . import afterwards, opened, saying

TYPE_CHECKING = False  # as typing has it, which costs more to import than all of this
if TYPE_CHECKING:
    from collections.abc import Mapping

_hooked = False


def start(environ: Mapping[str, str]) -> bool:
    """Watch from here on, when the environment asks for it; whether it does."""
    global _hooked  # noqa: PLW0603  a hook of the interpreter, of which there is one
    root, evidence = environ.get("LINEAL_OBSERVE_ROOT"), environ.get("LINEAL_EVIDENCE")
    if not root or not evidence or _is_engine(getattr(sys, "orig_argv", [])):
        stop()
        return False
    saying.begin(evidence)
    opened.begin(root)
    if not _hooked:
        sys.addaudithook(opened.hook)  # there is no way to take it out again
        _hooked = True
    afterwards.begin()
    return True


def _is_engine(words: list[str]) -> bool:
    """Lineal or DVC within a stage: they read whole projects, and what they do is recorded."""
    for number, word in enumerate(words[1:], 1):
        if word in {"-m", "-c"} or not word.startswith("-"):
            start = number + 1 if word == "-m" else number
            name = os.path.basename(words[start]) if start < len(words) else ""
            return name in {"lineal", "dvc"} and "step" not in words[start + 1 : start + 2]
    return False


def stop() -> None:
    """For a process that runs one step after the other: nothing is watched until the next."""
    opened.end()
    saying.end()
