"""After a run: telling others what was recorded, without the run waiting for them.

What is to be told is in the ledger, so there is no queue that could be lost: a process in the
background sends what is new, and how far it got is remembered for each target. When it cannot,
it leaves a note, and the next run says so.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from lineal.ledger.place import ledger_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.settings import Settings
    from lineal.pipeline.workspace import Workspace

_NOTE = "untold.json"
_LOCK = "telling.lock"
_PLACE = "waiting.lock"
#: The verb that tells everybody, for the process in the background.
TELL = ("ledger", "tell")
_VARIABLES = ("OPENLINEAGE_URL",)


def after_run(ws: Workspace, settings: Settings) -> None:
    """Called when facts were stored. Milliseconds, and nothing when nobody is to be told."""
    wanted = settings.openlineage or settings.mlflow or any(map(os.environ.get, _VARIABLES))
    if not wanted:
        return
    directory = ledger_dir(ws.project.lineal_dir)
    for target, problem in notes(directory).items():
        ws.warn(f"{target} was not told of earlier runs: {problem}")
    start_telling(ws.root)


def start_telling(root: str) -> None:
    """In a session of its own: neither Ctrl-C nor the end of a terminal is meant for it."""
    # -P: no module of the user's directory takes the place of one of Python's.
    command = [sys.executable, "-P", "-m", "lineal", "--cd", root, *TELL]
    nowhere = [(os.POSIX_SPAWN_OPEN, each, os.devnull, os.O_RDWR, 0) for each in range(3)]
    with suppress(OSError):
        os.posix_spawn(sys.executable, command, os.environ, file_actions=nowhere, setsid=True)


def notes(directory: str) -> dict[str, str]:
    """What is wrong, by the target that could not be told."""
    try:
        with open(f"{directory}/{_NOTE}", encoding="utf-8") as stream:
            found = json.load(stream)
    except (FileNotFoundError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def note(directory: str, problems: dict[str, str]) -> None:
    """What could not be told, for the next run to say; nothing clears it."""
    path = f"{directory}/{_NOTE}"
    if not problems:
        with suppress(FileNotFoundError):
            os.unlink(path)
        return
    from lineal.storage.atomic import write_atomic  # deferred: only when something is wrong

    write_atomic(path, json.dumps(problems).encode())


@contextmanager
def telling(directory: str) -> Iterator[None]:
    """One at a time: who comes later waits, and then finds little left to tell."""
    with _locked(f"{directory}/{_LOCK}", wait=True):
        yield


@contextmanager
def waiting(directory: str) -> Iterator[bool]:
    """The place of the one who waits for his turn, as long as he does; False when it is taken.

    Who has it will tell what is in the ledger now. Without this, many runs beside a receiver that
    does not answer would leave as many processes behind.
    """
    with _locked(f"{directory}/{_PLACE}", wait=False) as has:
        yield has


@contextmanager
def _locked(path: str, *, wait: bool) -> Iterator[bool]:
    import fcntl  # deferred: only who tells

    os.makedirs(os.path.dirname(path), exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
