"""A run that found nothing to do: one line, and nothing is imported for it."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING

from lineal.ledger.place import journal_dir, ledger_dir

if TYPE_CHECKING:
    from lineal.pipeline.outcome import Outcome
    from lineal.pipeline.workspace import Workspace

FILE = "idle.jsonl"
_MOST_BYTES = 1 << 20


def note_idle(ws: Workspace, outcome: Outcome) -> None:
    """Runs that had nothing to do are alike: they are counted when they are taken in."""
    directory = journal_dir(ledger_dir(ws.project.lineal_dir))
    command = " ".join(("lineal", *sys.argv[1:]))
    line = json.dumps([time.time_ns() // 1000, command, len(outcome.skipped)])
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
    path = f"{directory}/{FILE}"
    try:
        try:
            descriptor = os.open(path, flags, 0o666)
        except FileNotFoundError:
            os.makedirs(directory, exist_ok=True)
            descriptor = os.open(path, flags, 0o666)
        if os.fstat(descriptor).st_size > _MOST_BYTES:
            # Ten thousand such runs, and nobody has asked the ledger anything since.
            os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{line}\n".encode("ascii"))
        os.close(descriptor)
    except OSError as exc:
        ws.warn(f"this run is not in the ledger: {path}: {exc.strerror}")
