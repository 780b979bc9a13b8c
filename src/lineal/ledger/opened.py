"""The store of a project's ledger, wherever the project keeps it, as it is.

Who asks questions opens it with `opening`, which catches up first.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import ConfigError
from lineal.ledger.place import database_path, journal_dir, ledger_dir
from lineal.ledger.settings import read_settings
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
def open_as_is(ws: Workspace) -> Iterator[Ledger]:
    directory = ledger_dir(ws.project.lineal_dir)
    store = open_store(ledger_place(ws))
    try:
        yield Ledger(store, this_writer(directory, ws.root, store), directory)
    finally:
        store.close()


def is_there(ws: Workspace) -> bool:
    """Whether anything was ever recorded here; a database elsewhere is taken at its word."""
    place = ledger_place(ws)
    directory = ledger_dir(ws.project.lineal_dir)
    return (
        place.startswith(_POSTGRES)
        or os.path.exists(place)
        or os.path.isdir(journal_dir(directory))
    )


def ledger_place(ws: Workspace) -> str:
    """A URL of Postgres or a path of SQLite: by the environment, by the project, or its own."""
    place = os.environ.get(VARIABLE) or read_settings(ws).ledger
    if not place:
        return database_path(ledger_dir(ws.project.lineal_dir))
    if place.startswith(_POSTGRES):
        return place
    if "://" in place:
        scheme = place.partition("://")[0]
        raise ConfigError(
            f"a ledger cannot be kept in {scheme}://",
            hint="ledger: postgresql://host/database, or the path of a file",
        )
    return os.path.join(ws.root, os.path.expanduser(place))


def open_store(place: str) -> Store:
    """By path, of SQLite; by URL, of Postgres."""
    if place.startswith(_POSTGRES):
        from lineal.ledger.stores.postgres import PostgresStore  # deferred: psycopg, an extra

        return PostgresStore(place)
    from lineal.ledger.stores.sqlite import SQLiteStore  # deferred: one of the two is needed

    return SQLiteStore(place)
