"""``stage add``, ``stage list``, ``freeze``, ``dag``, ``config``, ``init``: files and words."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

COMMENTED = """\
# About everything.
stages:
  # The first.
  first:
    cmd: cat source > one   # reads
    deps: [source]
    outs:
    - one   # written
  each:
    foreach: [a, b]
    do:
      cmd: echo ${item} > ${item}
      outs: ['${item}']
  grid:
    matrix: {m: [x, y]}
    cmd: echo ${item.m} > ${item.m}
    outs: ['${item.m}']
  'with space':
    desc: "a quoted, commented stage"
    cmd: >-
      cat one
      > two
    deps:
      - one
    outs:
      - two:
          cache: false
# The end.
"""

STAGE_ADD = [
    "-n s -d a -d b -o out cmd",
    "-n s -o out -m m.json -M n.json --plots p.csv --plots-no-cache q.csv cmd",
    "-n s -O plain --outs-persist kept --outs-persist-no-cache kept2 cmd",
    "-n s -p lr -p epochs -p other.json:a,b -p whole.toml: -d a cmd",
    "-n s -w sub -d ../a -o out --desc text cmd",
    "-n s --always-changed --frozen cmd",
    "-n s cmd with several words",
    "-n s -o out --run touch out",
    "-n bad/name cmd",
    "-n s -d a -o a cmd",
    "-n s -o one cmd",
    "-n first -o new cmd",
    "-f -n first -d source -o new cmd",
    "-n s",
    "-n s -o dir/ -d ./a cmd",
]


@pytest.mark.parametrize("arguments", STAGE_ADD)
@pytest.mark.parametrize("existing", ["none", "commented"])
def test_stage_add_writes_what_dvc_writes(pair: Pair, arguments: str, existing: str) -> None:
    """New file or one with comments; refused where dvc refuses."""
    pair.write({"a": "", "b": "", "source": "", "sub/.keep": ""})
    if existing == "commented":
        pair.write({"dvc.yaml": COMMENTED})

    pair.run("stage", "add", *arguments.split())


def test_stage_add_of_a_command_with_quotes(pair: Pair) -> None:
    """One argument with spaces is quoted as dvc quotes it; several are joined."""
    pair.run("stage", "add", "-n", "one", "echo 'a b' > \"x\"")
    pair.run("stage", "add", "-n", "two", "python", "-c", "print('a b')")
    pair.run("stage", "add", "-n", "three", "line one\nline two")


@pytest.mark.parametrize(
    "target", ["first", "with space", "each", "each@a", "grid@x", "nope", "dvc.yaml:first"]
)
def test_freeze_edits_in_place(pair: Pair, target: str) -> None:
    """Comments and layout survive; generated stages are refused."""
    pair.write({"dvc.yaml": COMMENTED})

    pair.run("freeze", target)
    pair.run("freeze", target)
    pair.run("unfreeze", target)


def test_freeze_of_a_dvc_file(pair: Pair) -> None:
    """``.dvc`` files can be frozen too."""
    pair.write({"data": "x"})
    pair.run("add", "data")

    pair.run("freeze", "data.dvc")
    pair.assert_same_status()
    pair.run("unfreeze", "data.dvc")


@pytest.mark.parametrize(
    "argv", [(), ("--name-only",), ("--all",), ("-R", "."), ("first",), ("sub/dvc.yaml",)]
)
def test_stage_list_says_the_same(pair: Pair, argv: tuple[str, ...]) -> None:
    """Names and descriptions on stdout are data: scripts read them."""
    pair.write({"dvc.yaml": COMMENTED, "sub/dvc.yaml": "stages:\n  low: {cmd: x, metrics: [m]}\n"})

    answers = pair.run("stage", "list", *argv)

    assert answers.dvc.stdout.split() == answers.lineal.stdout.split()


@pytest.mark.parametrize(
    "argv",
    [("--dot",), ("--dot", "-o"), ("--dot", "--full"), ("--dot", "two"), ("--dot", "with space")],
)
def test_dag_as_dot_is_the_same_graph(pair: Pair, argv: tuple[str, ...]) -> None:
    """Lines in any order: it is a set of edges and nodes."""
    pair.write({"dvc.yaml": COMMENTED, "source": "s"})
    pair.run("add", "source")

    answers = pair.run("dag", *argv)

    assert sorted(answers.dvc.stdout.split("\n")) == sorted(answers.lineal.stdout.split("\n"))


def test_dag_as_json_and_mermaid_are_readable(pair: Pair) -> None:
    """Two forms of our own."""
    pair.write({"dvc.yaml": COMMENTED, "source": "s"})

    assert json.loads(pair.lineal.lineal("dag", "--json").stdout)
    assert pair.lineal.lineal("dag", "--mermaid").stdout.startswith(("flowchart", "graph"))


CONFIG = [
    ("core.autostage", "true"),
    ("cache.type", "hardlink,symlink"),
    ("--local", "core.checksum_jobs", "4"),
    ("--global", "core.analytics", "false"),
    ("remote.store.url", "../elsewhere"),
    ("core.nonsense", "1"),
    ("core.checksum_jobs", "many"),
    ("cache.dir", "../cache"),
    ("-l",),
    ("-l", "--show-origin"),
    ("core.autostage",),
    ("-u", "core.autostage"),
    ("-u", "core.remote"),
]


@pytest.mark.parametrize("argv", CONFIG, ids=" ".join)
def test_config_reads_and_writes_the_same_files(pair: Pair, argv: tuple[str, ...]) -> None:
    """Same bytes in every level's file, same words on stdout."""
    pair.write({".dvc/config": "# mine\n[core]\n    autostage = false  # for now\n"})

    answers = pair.run("config", *argv)

    assert answers.dvc.stdout == answers.lineal.stdout


@pytest.mark.parametrize("argv", [("--no-scm",), (), ("-f",), ("--subdir",), ("-q",)], ids=str)
def test_init_makes_the_same_project(pair: Pair, argv: tuple[str, ...]) -> None:
    """In a repository that has Git and no project yet."""
    pair.edit(lambda project: shutil.rmtree(project.root / ".dvc"))
    pair.edit(lambda project: project.run("git", "rm", "-rq", "--cached", "."))
    pair.edit(lambda project: (project.root / ".dvcignore").unlink())

    for tool in ("dvc", "lineal"):
        assert getattr(pair, tool).tool(tool, "init", *argv).ok
    _without_merge_driver(pair.lineal)

    pair.assert_same("init")


def _without_merge_driver(project: Project, directory: str = ".") -> None:
    """What `lineal init` does beyond dvc's: it is looked at where it is made."""
    attributes = project.root / directory / ".gitattributes"
    if attributes.exists():
        project.run("git", "rm", "-q", "--cached", "--", ".gitattributes", cwd=directory)
        attributes.unlink()


def test_init_in_a_subdirectory(pair: Pair) -> None:
    """``--subdir`` makes a project of its own, invisible from above."""
    pair.write({"sub/x": "x", "sub/dvc.yaml": "stages:\n  s: {cmd: echo 1 > o, outs: [o]}\n"})

    for tool in ("dvc", "lineal"):
        assert getattr(pair, tool).tool(tool, "init", "--subdir", cwd="sub").ok
    _without_merge_driver(pair.lineal, "sub")
    pair.assert_same("init --subdir")
    pair.run("repro", cwd="sub")
    pair.run("repro", "-P")

    pair.assert_same_status(cwd="sub")
