"""The scripted history, played once in each process that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import new_project
from tests.acceptance.ledger.play import ALL_ACTS, Play

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Tools


@pytest.fixture(scope="session")
def history(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Play:
    """To be asked, not to be changed."""
    play = Play(new_project(tmp_path_factory.mktemp("history") / "world", tools))
    for act in ALL_ACTS:
        act(play)
    return play
