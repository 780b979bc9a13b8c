"""From what a person typed to stages."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import LinealError, TargetError
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.targets import Target, collect, collect_granular, find_stages, parse_target
from lineal.pipeline.workspace import open_workspace
from tests.pipeline.place import Place, noting

if TYPE_CHECKING:
    from pathlib import Path

TARGETS = (
    "train",
    "fit@a",
    "fit@0.5",
    "fit@x@y",
    "fit@a:b",
    "dvc.yaml",
    "dvc.yaml:train",
    "sub/dvc.yaml:fit@a",
    "sub/dvc.yaml",
    "sub/",
    "x.dvc",
    "sub/x.dvc",
    "x@y.dvc",
    ":train",
    "sub/dir",
    "C:x",
    "a b",
    "dvc.yaml:",
    "ü",
)

_DVC_PARSES = """
import json, sys
from dvc.parsing import JOIN
from dvc.utils import parse_target
print(json.dumps([parse_target(text) for text in json.load(sys.stdin)]))
"""


@pytest.mark.peer
def test_targets_are_parsed_as_dvc_parses_them(dvc: Path) -> None:
    """File and name; nothing at all is what DVC gives for the default file as well."""
    import json

    done = subprocess.run(
        [dvc.with_name("python"), "-c", _DVC_PARSES],
        input=json.dumps(TARGETS),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = [Target(path, name) for path, name in json.loads(done.stdout)]

    assert dict(zip(TARGETS, theirs, strict=True)) == {text: parse_target(text) for text in TARGETS}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fit*", Target("dvc.yaml", "fit*")),
        ("sub/dvc.yaml:fit*", Target("sub/dvc.yaml", "fit*")),
        ("*@a", Target("dvc.yaml", "*@a")),
    ],
)
def test_a_pattern_is_a_pattern_of_names(text: str, expected: Target) -> None:
    """Its file is not one."""
    assert expected == parse_target(text, is_glob=True)


@pytest.mark.parametrize("text", ["dvc.lock", "sub/dvc.lock", "dvc.lock:train"])
def test_a_lock_file_is_no_target(text: str) -> None:
    """The hint names the file that is."""
    with pytest.raises(TargetError, match="is a lock file") as caught:
        parse_target(text)

    assert f"did you mean {text.replace('.lock', '.yaml')}?" == caught.value.hint


@pytest.fixture
def tree(place: Place) -> Place:
    """Two files, a group, a directory as an output."""
    place.stages(
        {
            "get": noting("get", outs="raw"),
            "fit": {"foreach": ["a", "b"], "do": noting("fit", deps="raw")},
            "other": noting("other", outs="free"),
        }
    )
    place.write({"sub/keep": ""})
    place.stages({"use": noting("use", deps="../raw", outs="model")}, "sub/dvc.yaml")
    return place


def names(*targets: str, recursive: bool = False, glob: bool = False) -> list[str | None]:
    with open_workspace() as ws:
        found = collect(ws, targets, GraphOnce(ws), recursive=recursive, glob=glob)
        return [stage.name for stage in found]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (["get"], ["get"]),
        (["fit"], ["fit@a", "fit@b"]),
        (["fit@b"], ["fit@b"]),
        (["dvc.yaml"], ["get", "fit@a", "fit@b", "other"]),
        (["sub/dvc.yaml:use", "get", "get"], ["use", "get"]),
        (["sub/dvc.yaml"], ["use"]),
    ],
)
def test_what_the_words_mean(targets: list[str], expected: list[str]) -> None:
    """Each stage once, in the order asked for."""
    assert expected == names(*targets)


@pytest.mark.usefixtures("tree")
def test_patterns_match_names() -> None:
    """Of the file that is named, or the one right here."""
    found = (names("f*", glob=True), names("*e*", glob=True), names("sub/dvc.yaml:*", glob=True))

    assert (["fit@a", "fit@b"], ["get", "other"], ["use"]) == found


@pytest.mark.usefixtures("tree")
def test_a_directory_stands_for_the_stages_below_it() -> None:
    """In an order that can be run."""
    below = names("sub", recursive=True)
    everything = names(".", recursive=True)

    assert (["use"], True) == (below, everything.index("get") < everything.index("use"))


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        ("gte", "stage 'gte' not found inside 'dvc.yaml'", "did you mean 'get'?"),
        ("zzzz", "stage 'zzzz' not found", "lineal stage list --all shows every stage"),
        ("no/dvc.yaml", "'no/dvc.yaml' does not exist", "lineal stage list --all"),
        ("no.dvc", "'no.dvc' does not exist", "lineal stage list --all"),
        ("sub/file:x", "'sub/file' is not a project file", "project files are called dvc.yaml"),
    ],
)
def test_what_is_not_there_is_named(target: str, message: str, hint: str) -> None:
    """With what was probably meant."""
    with open_workspace() as ws, pytest.raises(LinealError, match=message) as caught:
        find_stages(ws, target)

    assert hint in str(caught.value.hint)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("target", "expected"),
    [("raw", "get"), ("sub/model", "use"), ("sub/model/inner", "use"), ("get", "get")],
)
def test_an_output_stands_for_its_stage(target: str, expected: str) -> None:
    """Or a path inside one."""
    with open_workspace() as ws:
        (found,) = collect_granular(ws, target, GraphOnce(ws))

    path = None if target == expected else os.path.join(ws.root, target)
    assert (expected, path) == (found.stage.name, found.path)


@pytest.mark.usefixtures("tree")
def test_with_deps_brings_what_comes_before() -> None:
    """Before it."""
    with open_workspace() as ws:
        found = collect_granular(ws, "sub/dvc.yaml:use", GraphOnce(ws), with_deps=True)

    assert ["get", "use"] == [item.stage.name for item in found]


@pytest.mark.usefixtures("tree")
def test_neither_stage_nor_output() -> None:
    """Outputs are suggested, too."""
    with open_workspace() as ws, pytest.raises(TargetError, match="neither a stage") as caught:
        collect_granular(ws, "rwa", GraphOnce(ws))

    assert "did you mean 'raw'?" == caught.value.hint
