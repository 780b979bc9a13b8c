"""Metrics, parameters and plots, with the real dvc beside: read-only verbs on one repository."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.harness.project import new_project

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project, Tools

PIPELINE = """\
vars: [vars.yaml]
stages:
  train:
    cmd: "cp in.json m.json; cp in.yaml cached.yaml; cp loss.csv stage.csv  # ${model.lr}"
    deps: [in.json, in.yaml, loss.csv]
    params: [lr, {more.toml: [a.b]}]
    metrics: [m.json: {cache: false}, cached.yaml]
    plots: [stage.csv: {x: epoch, title: Stage}]
metrics: [sub]
plots:
- loss.csv: {x: epoch, y: [train.loss, val]}
- two: {x: epoch, y: {loss.csv: val, other.csv: val}, y_label: both}
- joined: {x: {time.json: s}, y: {loss.csv: [val]}, template: scatter}
- confused: {x: actual, y: {preds.tsv: predicted}, template: confusion}
- img
- gone.csv
"""


def values(seed: int) -> dict[str, str | bytes]:
    """One state of the project's files; neighbouring seeds differ in most values."""
    pick = random.Random(seed)  # noqa: S311  no secret
    return {
        "in.json": json.dumps({"acc": pick.random(), "n": {"x": seed, "same": 1}, "l": [seed]}),
        "in.yaml": f"loss: {pick.random()}\nname: run{seed}\n",
        "loss.csv": table("epoch,train.loss,val", pick),
        "other.csv": table("epoch,train.loss,val", pick),
        "preds.tsv": "actual\tpredicted\ncat\tdog\ncat\tcat\n",
        "time.json": json.dumps({"t": [{"s": step * 10} for step in range(3)]}),
        "img/a.png": b"PNG" + bytes([seed]),
        "params.yaml": f"lr: {seed}\nunused: [1, {seed}]\n",
        "more.toml": f"[a]\nb = {seed}\nc = 1\n",
        "vars.yaml": f"model:\n  lr: {seed}\n",
        "sub/x.yaml": f"top: {seed}\n",
    }


def table(head: str, pick: random.Random) -> str:
    return "\n".join([head, *(f"{step},{pick.random()},{pick.random()}" for step in range(3)), ""])


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """Three commits, a tag, a second branch, and a workspace that has moved on."""
    project = new_project(tmp_path_factory.mktemp("reports"), tools)
    templates = {
        f".dvc/plots/{name}.json": project.dvc("plots", "templates", name).stdout
        for name in ("linear", "scatter", "confusion", "simple")
    }
    project.write({"dvc.yaml": PIPELINE, **templates})
    for seed in range(4):
        project.write(values(seed))
        assert project.lineal("run", "-q").ok
        if seed < 3:
            project.run("git", "add", "-A")
            project.run("git", "commit", "-qm", f"{seed}")
        if seed == 1:
            project.run("git", "tag", "v1")
            project.run("git", "branch", "other")
    return project


@pytest.mark.parametrize(
    "words",
    [
        "metrics show",
        "metrics show --md --precision 3",
        "metrics show -a -T",
        "metrics show -A",
        "metrics show sub m.json",
        "metrics diff",
        "metrics diff v1 HEAD --no-path",
        "metrics diff HEAD~1 --targets m.json --md",
        "params diff HEAD~1 v1 --targets params.yaml",
        "params diff --deps --targets more.toml",
    ],
)
def test_tables_are_the_same(history: Project, words: str) -> None:
    """By the letter. Files of a diff, and commits of one second, have no order in dvc."""
    answers = (history.dvc(*words.split()), history.lineal(*words.split()))
    any_order = "diff" in words or "-A" in words

    expected, actual = (
        sorted(answer.stdout.splitlines()) if any_order else answer.stdout for answer in answers
    )

    assert expected == actual


@pytest.mark.parametrize(
    "words",
    [
        "metrics show",
        "metrics show -a -T",
        "metrics show -A",
        "metrics diff",
        "metrics diff v1 other",
        "metrics diff HEAD~2 HEAD --all",
        "metrics diff --targets sub cached.yaml",
        "params diff",
        "params diff v1 --all",
        "params diff HEAD~1 HEAD --deps",
        "params diff --targets more.toml vars.yaml",
    ],
)
def test_json_is_the_same(history: Project, words: str) -> None:
    """Whatever the order of files and names."""
    expected, actual = said(history, *words.split())

    assert expected == actual


@pytest.mark.parametrize(
    "words",
    [
        "plots show",
        "plots show loss.csv -t simple -y val --title T --x-label steps",
        "plots show dvc.yaml::joined",
        "plots show --split two stage",
        "plots diff HEAD~1 v1 HEAD",
        "plots diff --split",
        "plots diff v1 --targets confused img",
    ],
)
def test_plots_are_the_same(history: Project, words: str) -> None:
    """With dvc's templates among the project's own; how an error reads is each tool's affair."""
    expected, actual = said(history, *words.split())

    assert without_words(expected) == without_words(actual)


def test_random_reports_compare_the_same(project: Project) -> None:
    """Of all the types a JSON file can hold."""
    pick = random.Random(20261121)  # noqa: S311  as above
    names = [f"{number}.json" for number in range(40)]
    project.write({"dvc.yaml": json.dumps({"metrics": names})})
    project.write({name: json.dumps(anything(pick, 3)) for name in names})
    project.run("git", "add", "-A")
    project.run("git", "commit", "-qm", "one")
    project.write({name: json.dumps(anything(pick, 3)) for name in names})

    shown, compared = said(project, "metrics", "show"), said(project, "metrics", "diff")

    assert (shown[0], compared[0]) == (shown[1], compared[1])


def said(project: Project, *words: str) -> tuple[Any, Any]:
    asked = (*words, "--json")
    return tuple(json.loads(tool(*asked).stdout) for tool in (project.dvc, project.lineal))


def without_words(found: dict[str, Any]) -> dict[str, Any]:
    errors = [{**error, "type": "", "msg": ""} for error in found.get("errors", ())]
    return {**found, "errors": sorted(errors, key=str)}


def anything(pick: random.Random, depth: int) -> Any:
    """A few names, so that two of them meet."""
    if depth and pick.random() < 0.7:
        return {pick.choice("abcd"): anything(pick, depth - 1) for _ in range(3)}
    return pick.choice([pick.randint(0, 3), pick.random(), "text", "7", True, None, [1, "x"], {}])
