"""Random pipelines, random histories, both tools on copies: they must never disagree.

``LINEAL_DEEP=1000`` runs so many with fresh randomness, and shrinks what fails; the default is
short and the same every time, so that a red build means a change and not bad luck. It shows the
first failure as it was drawn: shrinking runs both tools for minutes. To hunt, see ``explore.py``.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from tests.acceptance.generator.actions import Action, actions, perform
from tests.acceptance.generator.pipelines import scenes
from tests.acceptance.generator.same_draws import same_draws
from tests.acceptance.generator.scene import Scene, scene_text, write_scene
from tests.acceptance.harness.pair import Pair
from tests.acceptance.harness.project import Tools, new_project

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.peer, pytest.mark.timeout(0)]

DEEP = int(os.environ.get("LINEAL_DEEP", "0"))
SETTINGS = settings(
    max_examples=DEEP or 25,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if DEEP else [Phase.generate],
    report_multiple_bugs=bool(DEEP),
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
SEED = None if DEEP else 1


@pytest.fixture
def draws() -> Iterator[None]:
    with nullcontext() if DEEP else same_draws():
        yield


@pytest.mark.usefixtures("draws")
@seed(SEED)
@SETTINGS
@given(scene=scenes(), history=st.lists(actions(), min_size=2, max_size=7))
def test_both_tools_agree_after_every_action(
    tools: Tools, scene: Scene, history: list[Action]
) -> None:
    """Lock, .dvc, .gitignore, caches, modes, workspace, status and success are the same."""
    note(scene_text(scene))
    with tempfile.TemporaryDirectory(prefix="lineal-random-") as parent:
        pair = Pair(*(new_project(Path(parent) / name, tools) for name in ("dvc", "lineal")))
        pair.edit(lambda project: write_scene(project, scene))
        for action in [*beginning(scene), *history]:
            note(perform(action, pair, scene))


def beginning(scene: Scene) -> list[Action]:
    """Track what is to be tracked, then run everything once."""
    added = [Action("add", number) for number, s in enumerate(scene.sources) if s.added]
    return [*added, Action("run all", flags=("-P",))]
