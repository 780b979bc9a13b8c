"""A history to be told, in each kind of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.trace.story import Story

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.stores.port import Store


@pytest.fixture
def story(store: Store, tmp_path: Path) -> Story:
    return Story(store, tmp_path)
