"""The line, gone once in each test run that needs it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.line.told import Told
from tests.acceptance.line.told import told as told_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.project import Tools


@pytest.fixture(scope="session")
def told(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """To be asked, not to be changed: other processes ask it at the same time."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "line"
    place.mkdir(exist_ok=True)
    return told_at(place, tools)


@pytest.fixture
def changed(told: Told, tmp_path: Path) -> Told:
    """A copy, to be changed by one test."""
    return told.copy(tmp_path)
