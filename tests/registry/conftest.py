"""Fixtures of the registry: a project, with bundles made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.ledger.opened import open_store
from tests.pipeline.conftest import standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.ledger.stores.port import Store
    from tests.pipeline.place import Place


@pytest.fixture
def project(
    tmp_path: Path,
    lineal: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Place]:
    """A fresh project, and this process standing in it."""
    monkeypatch.delenv("LINEAL_EXECUTION", raising=False)
    yield from standing(tmp_path, lineal, monkeypatch, capfd)


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """An empty ledger; what differs between databases is tested with the ledger."""
    opened = open_store(f"{tmp_path}/ledger.db")
    yield opened
    opened.close()
