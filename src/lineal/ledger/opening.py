"""Opening the ledger of a project, wherever the project keeps it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.place import database_path, ledger_dir
from lineal.ledger.writer import this_writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.stores.port import Store
    from lineal.ledger.writer import Writer
    from lineal.pipeline.workspace import Workspace

VARIABLE = "LINEAL_LEDGER"
_POSTGRES = ("postgresql://", "postgres://")


class Ledger(NamedTuple):
    """A store, who writes to it from here, and the directory of what lies beside it."""

    store: Store
    writer: Writer
    directory: str


@contextmanager
def open_ledger(ws: Workspace) -> Iterator[Ledger]:
    directory = ledger_dir(ws.project.lineal_dir)
    store = open_store(os.environ.get(VARIABLE) or database_path(directory))
    try:
        yield Ledger(store, this_writer(directory, ws.root), directory)
    finally:
        store.close()


def open_store(place: str) -> Store:
    """By path, of SQLite; by URL, of Postgres."""
    if place.startswith(_POSTGRES):
        from lineal.ledger.stores.postgres import PostgresStore  # deferred: psycopg, an extra

        return PostgresStore(place)
    from lineal.ledger.stores.sqlite import SQLiteStore  # deferred: one of the two is needed

    return SQLiteStore(place)
