"""``lineal stage list``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import new_project
from tests.pipeline.place import Place, noting

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project, Tools

PIPELINE = """\
stages:
  prepare:
    cmd: c
    deps: [in]
    outs: [a, b]
  described:
    desc: "\\n  What it is for.\\nMore."
    cmd: c
    outs: [c]
  reports:
    cmd: c
    deps: [a]
    metrics: [m.json]
    plots: [p.csv]
    outs: [d]
  only-deps:
    cmd: c
    deps: [a, b]
  nothing:
    cmd: c
  side:
    foreach: [x, y]
    do:
      cmd: c ${item}
      outs: ["${item}"]
  long:
    cmd: c
    outs: [LONG]
""".replace("LONG", ", ".join(f"output-number-{n}" for n in range(9)))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """One for all: nothing here writes."""
    project = new_project(tmp_path_factory.mktemp("list") / "world", tools)
    sub = "stages:\n  s:\n    cmd: c\n"
    project.write({"dvc.yaml": PIPELINE, "sub/dvc.yaml": sub, "data": "1"})
    project.dvc("add", "-q", "data")
    return project


@pytest.mark.peer
@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--all"],
        ["--name-only"],
        ["side"],
        ["side@x", "prepare"],
        ["sub/dvc.yaml"],
        ["-R", "."],
        ["data.dvc"],
    ],
)
def test_text_is_dvcs(listed: Project, words: list[str]) -> None:
    """Line by line, trailing blanks aside."""
    theirs, ours = (listed.tool(name, "stage", "list", *words) for name in ("dvc", "lineal"))

    assert (True, True) == (theirs.ok, ours.ok)
    expected = [line.rstrip() for line in theirs.stdout.splitlines()]
    assert (sorted(expected) if "-R" in words else expected) == (
        sorted(ours.stdout.splitlines()) if "-R" in words else ours.stdout.splitlines()
    )


def test_json_holds_what_a_stage_declares(place: Place) -> None:
    """Paths as seen from here."""
    entry = noting("a", deps="in", outs="out", params=["lr"], desc="text", frozen=True)
    place.stages({"a": entry})

    (found,) = json.loads(place.lineal("stage", "list", "--json").stdout)

    assert {
        "name": "a",
        "cmd": entry["cmd"],
        "deps": ["in"],
        "params": {"params.yaml": ["lr"]},
        "outs": ["out"],
        "frozen": True,
        "desc": "text",
    } == found


def test_a_broken_file_is_left_out_with_a_warning(place: Place) -> None:
    """Unless --fail stops at it."""
    place.stages({"good": noting("good", outs="x")})
    place.write({"sub/dvc.yaml": "stages:\n  bad:\n    cmdd: x\n"})

    outcome = place.lineal("stage", "list", "--all", "--name-only")
    strict = place.lineal("stage", "list", "--all", "--fail")

    assert (0, "good\n") == (outcome.exit_code, outcome.stdout)
    assert "sub/dvc.yaml is left out" in outcome.stderr
    assert (1, "") == (strict.exit_code, strict.stdout)
