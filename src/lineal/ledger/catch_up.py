"""What the ledger does not know yet, when it is opened: journals, and what changed without us."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.ledger.idle import FILE
from lineal.ledger.journal import journal_files
from lineal.ledger.place import journal_dir
from lineal.ledger.recording.directories import tell_directories
from lineal.ledger.recording.records import observe_records

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace


def catch_up(ws: Workspace, ledger: Ledger) -> None:
    """Quick when there is nothing new. What files refuse is said; the ledger answers without."""
    try:
        _take_in(ws, ledger)
        if not journal_files(ledger.directory):
            # What a run that is going on has written is for itself to tell.
            observe_records(ws, ledger)
        tell_directories(ws, ledger)
    except OSError as exc:
        ws.warn(f"the ledger may lack what happened last: {exc.filename}: {exc.strerror}")


def _take_in(ws: Workspace, ledger: Ledger) -> None:
    # deferred: a question waits for what is imported here, and mostly there is nothing to take in
    if journal_files(ledger.directory):
        from lineal.ledger.recording.ingest import take_in

        take_in(ws, ledger)
    idle = f"{journal_dir(ledger.directory)}/{FILE}"
    if os.path.exists(idle) or os.path.exists(f"{idle}.taken"):
        import socket

        from lineal.ledger.recording.idle_runs import take_in_idle
        from lineal.ledger.writer import user_name

        take_in_idle(ledger, {"user": user_name(), "host": socket.gethostname()})
