"""Bad input is answered well: what, where, and what to do; never with a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.oracle import Outcome
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer


class Case(NamedTuple):
    """A bad project, the command, and what the answer must contain."""

    dvc_yaml: str
    said: tuple[str, ...]
    argv: tuple[str, ...] = ("repro",)


CASES = {
    "a YAML error has line, column and caret": Case(
        "stages:\n  s:\n    cmd: [unclosed\n    outs: x\n", ("dvc.yaml:", "^")
    ),
    "a tab has line and caret": Case("stages:\n\ts: {cmd: x}\n", ("dvc.yaml:2", "^")),
    "an unknown key has its place and a suggestion": Case(
        "stages:\n  s:\n    cmd: x\n    dep: [a]\n", ("dvc.yaml:4", "dep", "deps")
    ),
    "an unknown key at the top has a suggestion": Case(
        "stage:\n  s: {cmd: x}\n", ("dvc.yaml:1", "stages")
    ),
    "all problems are told at once": Case(
        "stages:\n  a: {cmd: x, dep: [y]}\n  b: {out: [z]}\n", ("dep", "out", "cmd")
    ),
    "a duplicate key is named": Case(
        "stages:\n  s: {cmd: x}\n  s: {cmd: y}\n", ("dvc.yaml:3", "s")
    ),
    "a cycle is drawn": Case(
        "stages:\n  a: {cmd: x, deps: [z], outs: [y]}\n  b: {cmd: x, deps: [y], outs: [z]}\n",
        ("a", "b", "cycl"),
    ),
    "the same output twice names both stages": Case(
        "stages:\n  a: {cmd: x, outs: [y]}\n  b: {cmd: x, outs: [y]}\n", ("a", "b", "y")
    ),
    "an output inside another names both": Case(
        "stages:\n  a: {cmd: x, outs: [d]}\n  b: {cmd: x, outs: [d/y]}\n", ("d/y", "a", "b")
    ),
    "a missing dependency is named": Case(
        "stages:\n  s: {cmd: x, deps: [nowhere.csv], outs: [y]}\n", ("nowhere.csv", "s")
    ),
    "a missing param is named with its file": Case(
        "stages:\n  s: {cmd: touch y, params: [lr], outs: [y]}\n", ("lr", "params.yaml")
    ),
    "a missing file of params is named": Case(
        "stages:\n  s: {cmd: touch y, params: [p.json: [lr]], outs: [y]}\n", ("p.json", "s")
    ),
    "an unknown stage has a suggestion": Case(
        "stages:\n  train: {cmd: x}\n", ("trian", "train"), ("repro", "trian")
    ),
    "an unknown template key is named": Case(
        "vars: [{name: x}]\nstages:\n  s: {cmd: 'echo ${nam}'}\n", ("nam", "s")
    ),
    "a broken template shows where": Case("stages:\n  s: {cmd: 'echo ${a[}'}\n", ("${a[}", "^")),
    "a wdir that is not there is named": Case(
        "stages:\n  s: {cmd: x, wdir: nowhere}\n", ("nowhere",)
    ),
    "an unknown verb has a suggestion": Case("", ("statsu", "status"), ("statsu",)),
    "a verb only dvc has names dvc": Case("", ("dvc",), ("exp", "show")),
    "an unknown file is named": Case("", ("nothing.csv",), ("add", "nothing.csv")),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_input_is_answered_well(project: Project, case: Case) -> None:
    """Each answer names the thing; a user never sees a traceback."""
    project.write({"dvc.yaml": case.dvc_yaml} if case.dvc_yaml else {})
    project.write({"params.yaml": "rate: 1\n"})

    done = project.lineal(*case.argv)

    assert not done.ok
    assert_polite(done)
    assert [] == [words for words in case.said if words not in done.stderr]


def test_no_project_here_names_the_way_to_start(project: Project, tmp_path: Path) -> None:
    """Outside of any project."""
    elsewhere = project._replace(root=tmp_path)

    done = elsewhere.lineal("status")

    assert not done.ok
    assert_polite(done)
    assert "lineal init" in done.stderr


def test_a_damaged_lock_is_named_with_its_line(project: Project) -> None:
    """Merge conflict markers are the usual damage."""
    project.write({"dvc.yaml": "stages:\n  s: {cmd: echo > y, outs: [y]}\n"})
    project.write({"dvc.lock": "schema: '2.0'\nstages:\n<<<<<<< HEAD\n  s:\n    cmd: x\n"})

    done = project.lineal("repro")

    assert not done.ok
    assert_polite(done)
    assert "dvc.lock:" in done.stderr


def test_an_unknown_setting_has_a_suggestion(project: Project) -> None:
    """In a file, with its place."""
    project.write({".dvc/config": "[core]\n    remot = x\n"})

    done = project.lineal("status")

    assert not done.ok
    assert_polite(done)
    assert "remote" in done.stderr


def assert_polite(done: Outcome) -> None:
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("error: ")
