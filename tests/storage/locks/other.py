"""Another process that does something with the locks of a project, for these tests."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD_PROJECT = """
from lineal.storage.locks import ProjectLock
lock = ProjectLock(sys.argv[1], hardlink=len(sys.argv) > 2)
lock.acquire()
"""

HOLD_PATH = """
from lineal.storage.locks import RWLock
lock = RWLock(sys.argv[1])
lock.acquire([], [sys.argv[2]], "lineal run there")
"""

# What DVC locks with, spoken by DVC itself.
DVC_HOLDS_PROJECT = """
from dvc.lock import make_lock
lock = make_lock(sys.argv[1] + "/tmp/lock", tmp_dir=sys.argv[1] + "/tmp",
                 hardlink_lock=len(sys.argv) > 2)
lock.lock()
"""

DVC_HOLDS_PATH = """
from dvc.fs import localfs
from dvc.rwlock import rwlock
held = rwlock(sys.argv[1] + "/tmp", localfs, "dvc repro there", [], [sys.argv[2]], False)
held.__enter__()
"""

_READY_THEN_WAIT = """
print("ready", flush=True)
sys.stdin.read()
lock.unlock() if hasattr(lock, "unlock") else lock.release()
"""

_READY_THEN_WAIT_FOR_PATH = """
print("ready", flush=True)
sys.stdin.read()
held.__exit__(None, None, None)
"""


@contextmanager
def holding(
    script: str, *argv: str | Path, python: str | Path = sys.executable
) -> Iterator[subprocess.Popen[str]]:
    """The process holds the lock inside the block, and gives it back when its input ends."""
    ending = _READY_THEN_WAIT_FOR_PATH if "held =" in script else _READY_THEN_WAIT
    process = subprocess.Popen(
        [python, "-c", f"import sys\n{script}{ending}", *map(str, argv)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill() if process.poll() is None else None
