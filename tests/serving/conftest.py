"""A bundle that passed its gates, and real servers of it, started once for each test process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bundle import small
from tests.serving.server import Server, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSED = {"predicate": {"result": "PASSED"}}


@pytest.fixture(scope="session")
def served_bundle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Nobody may change it."""
    return small.write(str(tmp_path_factory.mktemp("served") / "bundle"), gates=PASSED)


@pytest.fixture(scope="session")
def server(
    served_bundle: str, lineal: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One process."""
    folder = tmp_path_factory.mktemp("server")
    with started([str(lineal)], served_bundle, folder) as running:
        yield running
