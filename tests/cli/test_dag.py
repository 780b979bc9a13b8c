"""``lineal dag`` in its four forms; Mermaid as dvc prints it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import new_project
from tests.pipeline.place import Place, noting

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project, Tools

PIPELINE = """\
stages:
  join:
    cmd: c
    deps: [left.out, right.out, data]
    outs: [joined]
  get:
    cmd: c
    outs: [raw/]
  side:
    foreach: [left, right]
    do:
      cmd: c
      deps: [raw/part]
      outs: ["${item}.out"]
  alone:
    cmd: c
    deps: [nothing]
    metrics: [m.json]
"""

SUB = "stages:\n  use:\n    cmd: c\n    deps: [../joined, ../data]\n    outs: [used]\n"
DATA = "outs:\n- path: data\n  md5: d41d8cd98f00b204e9800998ecf8427e\n  hash: md5\n"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """One for all: nothing here writes."""
    project = new_project(tmp_path_factory.mktemp("dag") / "world", tools)
    project.write({"dvc.yaml": PIPELINE, "sub/dvc.yaml": SUB, "data.dvc": DATA})
    return project


@pytest.mark.peer
@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--md"],
        ["--md", "join"],
        ["join"],
        ["sub/dvc.yaml:use"],
        ["--full", "get"],
        ["alone"],
        ["side@left"],
        ["data.dvc", "--full"],
        ["-o"],
        ["-o", "join"],
        ["-o", "--full", "sub/dvc.yaml:use"],
        ["--collapse-foreach-matrix"],
    ],
)
def test_mermaid_is_dvcs_byte_for_byte(drawn: Project, words: list[str]) -> None:
    """Whatever is asked for."""
    form = [] if "--md" in words else ["--mermaid"]
    theirs, ours = (drawn.tool(name, "dag", *form, *words) for name in ("dvc", "lineal"))

    assert (0, 0, theirs.stdout) == (theirs.exit_code, ours.exit_code, ours.stdout)


@pytest.mark.peer
@pytest.mark.parametrize("words", [[], ["join"], ["-o"], ["--full", "get"]])
def test_dot_says_the_same_as_dvcs(drawn: Project, words: list[str]) -> None:
    """Line by line; its order of lines is that of a set."""
    theirs, ours = (drawn.tool(name, "dag", "--dot", *words) for name in ("dvc", "lineal"))

    assert (0, 0) == (theirs.exit_code, ours.exit_code)
    assert sorted(theirs.stdout.split("\n")) == sorted(ours.stdout.split("\n"))


@pytest.mark.peer
def test_seen_from_a_directory_names_are_relative(drawn: Project) -> None:
    """As in dvc."""
    theirs, ours = (drawn.tool(name, "dag", "--mermaid", cwd="sub") for name in ("dvc", "lineal"))

    assert ('["../dvc.yaml:join"]' in ours.stdout, theirs.stdout) == (True, ours.stdout)


@pytest.fixture
def chain(place: Place) -> Place:
    place.stages({"a": noting("a", outs="x"), "b": noting("b", deps="x", outs="y")})
    return place


def test_text_is_a_tree(chain: Place) -> None:
    """That grows downwards."""
    assert (0, "a\n└─> b\n", "") == chain.lineal("dag")


def test_json_has_nodes_and_edges(chain: Place) -> None:
    """Also when quiet: it was asked for."""
    outcome = chain.lineal("dag", "--json", "-q")

    expected = {"nodes": ["a", "b"], "edges": [{"from": "a", "to": "b"}]}
    assert expected == json.loads(outcome.stdout)


def test_every_form_tells_of_the_same_edges(chain: Place) -> None:
    """Outputs instead of stages, here."""
    dot = chain.lineal("dag", "-o", "--dot").stdout
    found = json.loads(chain.lineal("dag", "-o", "--json").stdout)

    assert [("x", "y")] == re.findall(r'"(.*)" -> "(.*)";', dot)
    assert [{"from": "x", "to": "y"}] == found["edges"]


def test_an_output_is_drawn_without_its_siblings(place: Place) -> None:
    """DVC takes the letters of its path for names, and fails."""
    place.stages({"a": noting("a", outs="one two"), "b": noting("b", deps="two", outs="three")})

    found = [
        json.loads(place.lineal("dag", "-o", "--json", *words).stdout)["nodes"]
        for words in (["one"], ["three"], ["--full", "two"])
    ]

    assert [["one"], ["two", "three"], ["two", "three"]] == found


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["-o", "--collapse-foreach-matrix"], 2, "mutually exclusive"),
        (["--dot", "--mermaid"], 2, "not allowed with"),
        (["nowhere"], 1, "'nowhere' is neither a stage nor an output of this project"),
    ],
)
def test_what_cannot_be_drawn(chain: Place, words: list[str], code: int, message: str) -> None:
    """Says why."""
    outcome = chain.lineal("dag", *words)

    assert (code, True) == (outcome.exit_code, message in outcome.stderr)
