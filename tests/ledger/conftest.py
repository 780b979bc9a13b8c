"""Fixtures of the ledger: every store there is, for tests that hold for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.ledger.opening import open_store
from tests.servers.postgres import serving_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.ledger.stores.port import Store
    from tests.servers.postgres import PostgresServer


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A Postgres server; take a place of your own: ``postgres.new_url()``."""
    with serving_postgres(tmp_path_factory.mktemp("pg")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger may be, for each kind of store in turn."""
    if request.param == "sqlite":
        return f"{tmp_path}/ledger.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_url()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An empty ledger in each kind of store in turn."""
    opened = open_store(place)
    yield opened
    opened.close()
