"""The place the engine is tried in serves its verbs as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import isolated_environment
from tests.cli.recorded import History, Recorded, copied, make_history
from tests.pipeline.conftest import place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place

__all__ = ["place"]


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory, lineal: Path) -> History:
    """Made once; nobody changes it."""
    top = tmp_path_factory.mktemp("recorded")
    return make_history(top / "project", lineal, isolated_environment(top / "world"))


@pytest.fixture
def recorded(history: History, place: Place) -> Recorded:
    """A project with a short past."""
    return copied(history, place)
