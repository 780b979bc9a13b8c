"""``lineal freeze`` and ``unfreeze``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.place import Place

PIPELINE = """\
# comments stay
stages:
  a:
    cmd: echo a > x   # and these
    outs:
    - x
  b:
    cmd: echo b > y
    outs: [y]
  g:
    foreach: [1, 2]
    do:
      cmd: echo ${item}
"""


@pytest.fixture
def frozen(place: Place) -> Place:
    place.write({"dvc.yaml": PIPELINE, "data": "1"})
    place.lineal("add", "data")
    return place


def test_only_the_line_is_added_and_taken_away_again(frozen: Place) -> None:
    """Layout and comments are not touched."""
    assert frozen.lineal("freeze", "a", "b").ok
    between = frozen.read("dvc.yaml")
    assert frozen.lineal("unfreeze", "b").ok
    after = frozen.read("dvc.yaml")
    assert frozen.lineal("unfreeze", "a").ok

    lines = [line for line in between.splitlines() if line not in PIPELINE.splitlines()]
    assert ["    frozen: true"] * 2 == lines
    assert (1, PIPELINE) == (after.count("frozen: true"), frozen.read("dvc.yaml"))


def test_a_dvc_file_can_be_frozen_too(frozen: Place) -> None:
    """And thawed."""
    before = frozen.read("data.dvc")

    frozen.lineal("freeze", "data.dvc")
    between = frozen.read("data.dvc")
    frozen.lineal("unfreeze", "data.dvc")

    assert (True, before) == ("frozen: true\n" in between, frozen.read("data.dvc"))


@pytest.mark.parametrize("target", ["g", "g@1", "dvc.yaml"])
def test_only_one_stage_can_be_frozen_and_only_as_it_is_written(frozen: Place, target: str) -> None:
    """Not a file of them, not one that is generated."""
    outcome = frozen.lineal("freeze", target)

    assert (1, PIPELINE) == (outcome.exit_code, frozen.read("dvc.yaml"))
    assert outcome.stderr.startswith("error: ")
    assert f"'{target}'" in outcome.stderr.splitlines()[0]


def test_an_unknown_stage_is_named(frozen: Place) -> None:
    """Exit code 1."""
    outcome = frozen.lineal("freeze", "nothing")

    assert (1, True) == (outcome.exit_code, "stage 'nothing' not found" in outcome.stderr)
