"""Fixtures of the bundle's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bundle import small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bundle_path(tmp_path: Path) -> str:
    """A valid bundle, for one test to spoil."""
    return small.write(str(tmp_path / "bundle"))
