"""Both tools on one repository, taking turns: as if dvc had done it all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from tests.acceptance.generator.actions import CHANGES, Action, actions, command
from tests.acceptance.generator.pipelines import scenes
from tests.acceptance.generator.scene import Scene, write_scene
from tests.acceptance.harness.compare import assert_same
from tests.acceptance.harness.pair import RUNS
from tests.acceptance.harness.project import Project, Tools, new_project
from tests.acceptance.harness.snapshot import take_snapshot
from tests.acceptance.test_random import SEED, SETTINGS, beginning, draws

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair

# A fixture of both: what is drawn does not depend on what else was imported.
__all__ = ["draws"]

pytestmark = [pytest.mark.peer, pytest.mark.timeout(0)]

PIPELINE = """\
stages:
  a: {cmd: cat source > a, deps: [source], outs: [a]}
  b: {cmd: mkdir d && cp a d/x && cp a d/y, deps: [a], params: [lr], outs: [d]}
  c: {cmd: ls d > c, deps: [d], outs: [c]}
"""
OTHER = {"dvc": "lineal", "lineal": "dvc"}


@pytest.mark.parametrize("first", ["dvc", "lineal"])
def test_nothing_looks_changed_to_the_other_tool(project: Project, first: str) -> None:
    """What one has run, the other calls up to date, and writes nothing."""
    project.write({"dvc.yaml": PIPELINE, "source": "s\n", "params.yaml": "lr: 1\n", "data/x": "x"})
    assert project.tool(first, "add", "data").ok
    assert project.tool(first, "repro").ok
    before = take_snapshot(project)

    assert "{}" == project.tool(OTHER[first], "status", "--json").stdout.strip()
    assert project.tool(OTHER[first], "repro").ok
    assert project.tool(OTHER[first], "checkout").ok
    assert project.tool(OTHER[first], "commit").ok

    assert_same(before, take_snapshot(project))


def test_turn_by_turn_through_changes(pair: Pair) -> None:
    """Changes, run by alternating tools; the copy that only dvc ran is the judge."""
    start: dict[str, str | bytes] = {"dvc.yaml": PIPELINE, "params.yaml": "lr: 1\n"}
    changes: list[dict[str, str | bytes]] = [
        {"source": "1"},
        {"source": "2"},
        {"params.yaml": "lr: 2\n"},
    ]
    pair.write(start)
    changes += [{"source": "1"}, {"source": "2"}]
    for number, change in enumerate(changes):
        pair.write(change)
        assert pair.dvc.dvc("repro").ok
        assert pair.lineal.tool(("lineal", "dvc")[number % 2], "repro").ok

        pair.assert_same(f"turn {number}")


@pytest.mark.usefixtures("draws")
@seed(SEED)
@SETTINGS
@given(scene=scenes(most_stages=4), history=st.lists(actions(), min_size=2, max_size=6))
def test_random_turns_end_where_dvc_ends(tools: Tools, scene: Scene, history: list[Action]) -> None:
    """Only successful histories: after a failure the tools may differ on purpose."""
    with tempfile.TemporaryDirectory(prefix="lineal-turns-") as parent:
        alone, shared = (new_project(Path(parent) / name, tools) for name in ("alone", "shared"))
        for project in (alone, shared):
            write_scene(project, scene)
        for number, action in enumerate([*beginning(scene), *history]):
            if not turn(alone, shared, scene, action, ("lineal", "dvc")[number % 2]):
                return
            assert_same(take_snapshot(alone), take_snapshot(shared), after=str(action))


def turn(alone: Project, shared: Project, scene: Scene, action: Action, tool: str) -> bool:
    """One action on both repositories; false when a run failed and comparing must end."""
    argv = command(action, scene)
    if not argv:
        for project in (alone, shared):
            CHANGES[action.verb](project, scene, action)
        return True
    expected, actual = alone.dvc(*argv), shared.tool(tool, *argv)
    assert expected.ok == actual.ok, f"{tool} {argv}: {actual.stdout}{actual.stderr}"
    return expected.ok or argv[0] not in RUNS
