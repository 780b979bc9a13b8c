"""The scripted history, played once in each test run that needs it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.ledger.shared_play import played

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Tools
    from tests.acceptance.ledger.play import Play


@pytest.fixture(scope="session")
def history(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Play:
    """To be asked, not to be changed: other processes ask it at the same time."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "history"
    place.mkdir(exist_ok=True)
    return played(place, tools)
