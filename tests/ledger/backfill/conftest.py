"""A project in Git whose history a test says in a line for each commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.backfill.past import Past

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Past:
    """An empty repository with a ``.dvc`` directory; the ledger is a file in it."""
    monkeypatch.delenv("LINEAL_LEDGER", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Past.begin(tmp_path / "repo")
