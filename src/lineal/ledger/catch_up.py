"""What the ledger does not know yet, when it is opened: journals, and what changed without us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.recording.ingest import take_in

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace


def catch_up(ws: Workspace, ledger: Ledger) -> None:
    take_in(ws, ledger)
