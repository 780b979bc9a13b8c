"""The judge of these tests: real DVC's parsing, asked through one running process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipeline.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def peer(dvc: Path) -> Iterator[Peer]:
    with Peer(dvc.with_name("python")) as running:
        yield running
