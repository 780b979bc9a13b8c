"""Opening the ledger of a project to ask it, or to add to it: it catches up first."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.ledger.catch_up import catch_up
from lineal.ledger.opened import VARIABLE, Ledger, ledger_place, open_as_is, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.workspace import Workspace

__all__ = ["VARIABLE", "Ledger", "ledger_place", "open_ledger", "open_store"]


@contextmanager
def open_ledger(ws: Workspace) -> Iterator[Ledger]:
    """With what runs left in journals, and what changed in the project without us."""
    with open_as_is(ws) as ledger:
        catch_up(ws, ledger)
        yield ledger
