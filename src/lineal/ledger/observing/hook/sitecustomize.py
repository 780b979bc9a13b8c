"""Imported by every Python of a watched command when it starts, as ``site`` does.

It starts the watching, then makes place for the user's own ``sitecustomize``. Nothing here may
fail, print, or need a Python newer than 3.8: the program is not ours.
"""

from __future__ import annotations

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))


def _start() -> None:
    try:
        watch = __import__("lineal_watch")
        watch.start(os.environ)
    except Exception:  # noqa: BLE001, S110  the program goes on unwatched, which its record says
        pass


def _give_way() -> None:
    """The module of this name that would have been found without us, if there is one."""
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != _HERE]
    ours = sys.modules.pop(__name__, None)
    try:
        __import__(__name__)
    except ImportError as exc:
        if exc.name != __name__:
            raise  # theirs is broken; ``site`` says so, as ever
    finally:
        if ours is not None:
            sys.modules.setdefault(__name__, ours)


if __name__ == "sitecustomize":
    _start()
    _give_way()
