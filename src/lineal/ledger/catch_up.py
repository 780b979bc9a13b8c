"""What the ledger does not know yet, when it is opened: journals, and what changed without us."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.ledger.idle import FILE
from lineal.ledger.place import journal_dir
from lineal.ledger.recording.noticing import changed_records, new_artifacts
from lineal.ledger.waiting import journal_files

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace


def catch_up(ws: Workspace, ledger: Ledger) -> None:
    """Quick when there is nothing new. What files refuse is said; the ledger answers without."""
    try:
        _take_in(ws, ledger)
        if not journal_files(ledger.directory):
            # What a run that is going on has written is for itself to tell.
            _observe(ws, ledger)
        _tell_directories(ws, ledger)
    except OSError as exc:
        ws.warn(f"the ledger may lack what happened last: {exc.filename}: {exc.strerror}")


def _observe(ws: Workspace, ledger: Ledger) -> None:
    changed = changed_records(ws, ledger)
    if changed is not None:
        from lineal.ledger.recording.records import observe_records  # deferred: see `_take_in`

        observe_records(ws, ledger, changed)


def _tell_directories(ws: Workspace, ledger: Ledger) -> None:
    span = new_artifacts(ledger)
    if span is not None:
        # deferred: see `_take_in`
        from lineal.ledger.recording.directories import tell_directories

        tell_directories(ws, ledger, span)


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
