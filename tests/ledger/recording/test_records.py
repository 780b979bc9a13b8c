"""What was recorded without us is observed: by DVC, by Git, by hand."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.ledger.recording.conftest import commit, git, statuses, told
from tests.pipeline.place import noting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place

CHAIN = {
    "a": {"cmd": "cp in mid", "deps": ["in"], "outs": ["mid"]},
    "b": {
        "cmd": "cp mid out; echo '{\"loss\": 0.5}' > m.json",
        "deps": ["mid"],
        "outs": ["out"],
        "metrics": [{"m.json": {"cache": False}}],
    },
}


@pytest.fixture
def chain(place: Place) -> Place:
    place.write({"in": "1\n"})
    place.stages(CHAIN)
    return place


@pytest.mark.peer
def test_a_dvc_repro_beside_us_is_observed(chain: Place, dvc: Path) -> None:
    """With its metrics, once; what we did ourselves is not observed again."""
    chain.lineal("run")
    chain.write({"in": "2\n"})
    subprocess.run([os.fspath(dvc), "repro", "-q"], cwd=chain.root, check=True)

    assert [("a", "ran"), ("b", "ran"), ("a", "observed"), ("b", "observed")] == statuses(chain)
    assert ({"m.json": {"loss": 0.5}}, 4) == (told(chain)[-1]["metrics"], len(told(chain)))


def test_another_branch_is_observed_where_nobody_recorded_it(chain: Place) -> None:
    """What is known of it is not said twice."""
    chain.lineal("run")
    commit(chain)
    git(chain, "checkout", "-qb", "other")
    chain.write({"in": "2\n"})
    chain.lineal("run")
    commit(chain)
    git(chain, "checkout", "-q", "-")

    assert ["ran"] * 4 == [status for _, status in statuses(chain)]


def test_a_ledger_that_begins_late_observes_what_there_is(chain: Place) -> None:
    """Data that was added, and the last result of every stage."""
    chain.lineal("add", "in")
    chain.lineal("run")
    for name in os.listdir(chain.root / ".lineal/ledger"):
        if name.startswith("ledger.db"):
            os.unlink(chain.root / ".lineal/ledger" / name)

    assert {("in.dvc", "added"), ("a", "observed"), ("b", "observed")} == set(statuses(chain))


def test_a_broken_file_is_said_and_keeps_nothing_else_away(chain: Place) -> None:
    """It is looked at again when it is mended."""
    chain.lineal("run")
    chain.stages({"x": noting("x")}, "sub/dvc.yaml")
    chain.write({"sub/dvc.lock": "schema: '2.0'\nstages: [\n", "y.dvc": "outs: 3\n"})
    chain.capture.readouterr()
    found = statuses(chain)

    assert ([("a", "ran"), ("b", "ran")], 2) == (
        found,
        chain.capture.readouterr().err.count("the ledger does not know what"),
    )


def test_paths_are_from_the_root(place: Place) -> None:
    """Whatever directory the stage works in."""
    place.write({"sub/in": "1\n"})
    place.stages(
        {"s": {"cmd": "cp ../in o", "wdir": "w", "deps": ["../in"], "outs": ["o"]}},
        "sub/dvc.yaml",
    )
    (place.root / "sub/w").mkdir()
    place.lineal("run", "sub/dvc.yaml")
    (one,) = told(place)

    assert ("sub/dvc.yaml:s", "sub/w", ["sub/in"], ["sub/w/o"]) == (
        one["stage"],
        one["wdir"],
        [edge["path"] for edge in one["uses"]],
        [edge["path"] for edge in one["makes"]],
    )
