"""``lineal stage add``: what it writes is what dvc writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.cli.stage_add import command_line
from tests.acceptance.harness.project import new_project
from tests.pipeline.place import Place, noting

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project, Tools

ALL_FLAGS = (
    *("-n", "all", "-d", "z", "-d", "a", "-p", "lr,epochs", "-p", "o.json:seed,k", "-p", "w.toml:"),
    *("-o", "out2", "-o", "out1", "-O", "plain", "--outs-persist", "kept"),
    *("--outs-persist-no-cache", "both", "-m", "m.json", "-M", "n.json"),
    *("--plots", "p.csv", "--plots-no-cache", "q.csv", "python x.py --a 'b c'"),
)

#: Each line is one command line; together they leave one file behind.
ADDITIONS = (
    ("-n", "get", "-o", "raw", "echo hi > raw"),
    ALL_FLAGS,
    ("-n", "in-sub", "-w", "sub", "-d", "../raw", "-o", "y", "--always-changed", "make"),
    ("-n", "words", "-O", "x1", "python", "x.py", "a b", "", "--flag=1"),
    ("-n", "texts", "--desc", "Says: what # it does", "-O", "x2", "echo 'é: #' && true"),
    ("-n", "long", "-O", "x3", f"python x.py {' '.join(f'--option-{n} value' for n in range(9))}"),
    ("-n", "yes", "-O", "x4", "true"),
    ("-n", "123", "-O", "x5", "null"),
    ("-f", "-n", "get", "-o", "raw2", "echo again > raw2"),
)

BEFORE = """\
# the pipeline
vars:
- x: 1   # kept

stages:
  old:   # a comment
    cmd: "quoted"
    desc: kept
    outs:
    - made:
        desc: of this
        push: false
    meta: {a: 1}
"""


@pytest.mark.peer
@pytest.mark.parametrize("before", [None, BEFORE])
def test_the_files_are_dvcs_byte_for_byte(pair: Pair, before: str | None) -> None:
    """One addition after the other, into an empty file and into one with comments."""
    additions = [*ADDITIONS, *([("-f", "-n", "old", "-o", "made", "new")] if before else [])]
    seen = []
    for tool, project in (("dvc", pair.dvc), ("lineal", pair.lineal)):
        project.write({"sub/keep": "", **({"dvc.yaml": before} if before else {})})
        codes = [project.tool(tool, "stage", "add", *words).ok for words in additions]
        files = [project.read(name) for name in ("dvc.yaml", ".gitignore", "sub/.gitignore")]
        seen.append((codes, *files))

    assert seen[0] == seen[1]
    assert [True] * len(additions) == seen[1][0]


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """One for all, since nothing may be written."""
    project = new_project(tmp_path_factory.mktemp("refusing") / "world", tools)
    project.write({"dvc.yaml": BEFORE})
    return project


@pytest.mark.peer
@pytest.mark.parametrize(
    "words",
    [
        ("-n", "old", "-o", "x", "true"),
        ("-n", "a:b", "-o", "x", "true"),
        ("-n", "a@b", "-o", "x", "true"),
        ("-n", "a/b", "-o", "x", "true"),
        ("-n", "new", "-d", "x", "-o", "x", "true"),
        ("-n", "new", "-o", "x", "-o", "x", "true"),
        ("-n", "new", "-o", "x", "-m", "./x", "true"),
        ("-n", "new", "-d", "y", "-d", "y", "-o", "x", "true"),
        ("-n", "new", "-o", "made/inner", "true"),
        ("-n", "new", "-o", "made", "true"),
        ("-n", "new", "-w", "nowhere", "-o", "x", "true"),
        ("-n", "new", "-o", "../outside", "true"),
        ("-n", "new", "-d", "made", "-o", "x", "-w", "..", "true"),
        ("-n", "new", "-o", "x"),
        ("-o", "x", "true"),
    ],
)
def test_what_dvc_refuses_is_refused_and_nothing_written(
    refusing: Project, words: tuple[str, ...]
) -> None:
    """Both say no; the file stays as it was."""
    allowed = [refusing.tool(tool, "stage", "add", *words).ok for tool in ("dvc", "lineal")]

    assert ([False, False], BEFORE) == (allowed, refusing.read("dvc.yaml"))
    assert not (refusing.root / ".gitignore").exists()


def test_it_says_where_and_what_git_should_know(place: Place) -> None:
    """As dvc does."""
    said = place.lineal("stage", "add", "-n", "a", "-o", "x", "echo > x").stdout

    assert said.startswith("Added stage 'a' in 'dvc.yaml'\n")
    assert "\tgit add .gitignore dvc.yaml\n" in said


def test_run_runs_it_at_once(place: Place) -> None:
    """And nothing else."""
    place.stages({"other": noting("other", outs="y")})

    outcome = place.lineal("stage", "add", "--run", "-n", "a", "-o", "x", "echo a > x")

    assert (True, ["a"], []) == (outcome.ok, place.recorded(), place.ran())


def test_a_name_that_is_taken_needs_force(place: Place) -> None:
    """The hint says so."""
    place.stages({"a": noting("a", outs="x")})

    refused = place.lineal("stage", "add", "-n", "a", "-o", "x", "true")
    forced = place.lineal("stage", "add", "-f", "-n", "a", "-o", "x", "true")

    assert (1, "hint: use --force to overwrite it", True) == (
        refused.exit_code,
        refused.stderr.splitlines()[-1],
        forced.ok,
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["echo a  b"], "echo a  b"),
        (["--", "echo", "a"], "echo a"),
        (["echo", "a b", ""], 'echo "a b" ""'),
        (["echo", 'say "hi" now'], 'echo say "hi" now'),
    ],
)
def test_several_words_become_one_command(words: list[str], expected: str) -> None:
    """With quotes around what has a blank in it."""
    assert expected == command_line(words)
