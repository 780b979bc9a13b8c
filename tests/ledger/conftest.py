"""Fixtures of the ledger: every store there is, for tests that hold for all of them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from lineal.ledger.opened import open_store
from tests.servers.postgres import serving_postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lineal.ledger.stores.port import Store
    from tests.servers.postgres import PostgresServer


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A Postgres server; take a place of your own: ``postgres.new_url()``."""
    with serving_postgres(tmp_path_factory.mktemp("pg")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Where an empty ledger may be, another one with each call; for each kind of store in turn."""
    if request.param == "sqlite":
        numbers = count()
        return lambda: f"{tmp_path}/ledger{next(numbers)}.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_url


@pytest.fixture
def place(new_place: Callable[[], str]) -> str:
    """Where an empty ledger may be, for each kind of store in turn."""
    return new_place()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """An empty ledger in each kind of store in turn."""
    opened = open_store(place)
    yield opened
    opened.close()
