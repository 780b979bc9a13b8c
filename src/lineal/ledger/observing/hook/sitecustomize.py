"""Imported by every Python of a watched command when it starts, as ``site`` does.

It starts the watching, then makes place for the user's own ``sitecustomize``. Nothing here may
fail or print: the program is not ours. Watching needs Python 3.8; this file is read by all, so it
has no annotations and no functions that would want some.
"""

import os
import sys

if __name__ == "sitecustomize":
    _here = os.path.dirname(os.path.abspath(__file__))
    if sys.version_info >= (3, 8):  # noqa: UP036  the Python of a stage, not ours
        try:  # noqa: SIM105  contextlib would have to be imported
            __import__("lineal_watch").start(os.environ)
        except Exception:  # noqa: BLE001, S110  it goes on unwatched, which its record says
            pass
    # The module of this name that would have been found without us, if there is one.
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != _here]
    _ours = sys.modules.pop(__name__, None)
    try:
        __import__(__name__)
    except ImportError as exc:
        if getattr(exc, "name", __name__) != __name__:
            raise  # theirs is broken; ``site`` says so, as ever
    finally:
        if _ours is not None:
            sys.modules.setdefault(__name__, _ours)
