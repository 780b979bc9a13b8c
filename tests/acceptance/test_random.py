"""Random pipelines, random histories, both tools on copies: they must never disagree.

``LINEAL_DEEP=1`` runs for long with fresh randomness; the default is short and the same
every time, so that a red build means a change and not bad luck. To hunt, see ``explore.py``.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.acceptance.generator.actions import Action, actions, perform
from tests.acceptance.generator.pipelines import scenes
from tests.acceptance.generator.scene import Scene, write_scene
from tests.acceptance.harness.pair import Pair
from tests.acceptance.harness.project import Tools, new_project

pytestmark = [pytest.mark.peer, pytest.mark.timeout(0)]

DEEP = int(os.environ.get("LINEAL_DEEP", "0"))
SETTINGS = settings(
    max_examples=DEEP or 25,
    derandomize=not DEEP,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@SETTINGS
@given(scene=scenes(), history=st.lists(actions(), min_size=2, max_size=7))
def test_both_tools_agree_after_every_action(
    tools: Tools, scene: Scene, history: list[Action]
) -> None:
    """Lock, .dvc, .gitignore, caches, modes, workspace, status and success are the same."""
    with tempfile.TemporaryDirectory(prefix="lineal-random-") as parent:
        pair = Pair(*(new_project(Path(parent) / name, tools) for name in ("dvc", "lineal")))
        pair.edit(lambda project: write_scene(project, scene))
        for action in [*beginning(scene), *history]:
            note(perform(action, pair, scene))


def beginning(scene: Scene) -> list[Action]:
    """Track what is to be tracked, then run everything once."""
    added = [Action("add", number) for number, s in enumerate(scene.sources) if s.added]
    return [*added, Action("run all", flags=("-P",))]
