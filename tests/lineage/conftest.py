"""A project that served predictions, made once and copied for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lineage.served import Served, copied, make_served
from tests.pipeline.conftest import place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place

__all__ = ["place"]


@pytest.fixture(scope="session")
def served_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody changes it."""
    root = tmp_path_factory.mktemp("served") / "project"
    make_served(root)
    return root


@pytest.fixture
def served(served_root: Path, place: Place) -> Served:
    """A project whose two data files became two versions that served predictions."""
    return copied(served_root, place)
