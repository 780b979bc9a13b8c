"""The judge itself: what it expects of runs is what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.acceptance.ledger.play import ACTS, Play

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project


def test_dvc_executes_what_the_script_says(project: Project) -> None:
    """So the truth is not what Lineal makes of it."""
    play = Play(project, tool="dvc")
    for act in ACTS:
        act(play)
    found = {str(act) for act in play.truth.ancestors(play.at("model.bin"))}
    assert found == {
        "raw/a.csv.dvc 3",
        "raw/b.csv.dvc 1",
        "parts.dvc 2",
        "clean 3",
        "shards 2",
        "left 4",
        "right 4",
        "join 6",
    }


def test_lineal_executes_what_the_script_says(history: Play) -> None:
    """Branches merged included."""
    found = {str(act) for act in history.truth.ancestors(history.at("model.bin"))}
    assert found == {
        "raw/a.csv.dvc 3",
        "raw/b.csv.dvc 2",
        "parts.dvc 3",
        "clean 5",
        "shards 3",
        "left 6",
        "right 8",
        "join 10",
    }
