"""What is told of single runs and versions is what happened: log, why, diff, reproduce."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.ledger.answers import Answers
from tests.acceptance.ledger.truth import Act, Deed
from tests.acceptance.scenes import copied

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.ledger.play import Play

# What `score.py` writes for a model of so many bytes.
AUC = {
    hashlib.md5(json.dumps({"auc": size / 1000}).encode()).hexdigest(): size / 1000  # noqa: S324
    for size in range(1000)
}


@pytest.fixture(scope="module")
def answers(history: Play) -> Answers:
    return Answers(history.project)


@pytest.mark.parametrize("stage", ["left", "join"])
def test_executions_are_found_by_the_value_of_a_parameter(
    history: Play, answers: Answers, stage: str
) -> None:
    """Of the stage that read it, and of no other; one is of a file of its own."""
    key = {"left": "lr", "join": "depth"}[stage]
    for value in (1, 2, 3, 4):
        expected = {deed.act for deed in history.truth.deeds if (key, value) in deed.params}
        assert answers.listed("--param", f"{key}={value}") == expected


def test_executions_are_found_by_the_value_of_a_metric(history: Play, answers: Answers) -> None:
    """Computed here from the sizes of models."""
    scores = {deed.act: score(deed) for deed in history.truth.deeds if deed.act.stage == "score"}
    middle = sorted(scores.values())[len(scores) // 2]
    expected = {act for act, auc in scores.items() if auc >= middle}
    assert answers.listed("--metric", f"auc>={middle}") == expected


def test_the_one_run_that_failed_is_found(answers: Answers) -> None:
    """With the stage that failed, which made nothing."""
    (run,) = answers.ask("log", "--status", "failed")["runs"]
    (failed,) = (each for each in run["executions"] if each["status"] == "failed")
    assert failed["stage"] == "join"


@pytest.mark.parametrize("stage", ["clean", "left", "right", "join", "sub/dvc.yaml:report"])
def test_why_a_stage_ran_is_what_differed_from_its_time_before(
    history: Play, answers: Answers, stage: str
) -> None:
    """Up to where branches part: there, the time before is one on the same branch."""
    acts = [act(history, stage, nth) for nth in (1, 2, 3)]
    expected = [differs(*pair) for pair in pairwise(acts)]
    causes = [answers.ask("why", f"exec:{answers.id(deed.act)}")[0] for deed in acts[1:]]
    told = [{cause.get("key") or cause["path"] for cause in each["causes"]} for each in causes]
    assert told == expected


def test_what_differs_between_commits_is_what_was_made_between_them(
    history: Play, answers: Answers
) -> None:
    """File by file."""
    (older, first), (newer, last) = history.commits[0], history.commits[4]
    before, after = state(history, first), state(history, last)
    found = answers.ask("diff", older, newer)
    changed = {each["path"] for each in found["modified"]}
    files = {path for path in changed if not path.endswith("/")}
    assert files == {path for path in before if before[path] != after[path]} - {"metrics.json"}
    assert (found["added"], found["deleted"]) == ([], [])


def test_models_of_every_kind_of_past_are_reproduced(
    history: Play, answers: Answers, tmp_path: Path
) -> None:
    """Never committed before, not as committed, restored, on a branch, of a merge."""
    project = copied(history.project, tmp_path / "world")
    for nth in (1, 3, 7, 8, 10):
        deed = act(history, "join", nth)
        done = project.lineal("reproduce", f"exec:{answers.id(deed.act)}", "--json")
        told = json.loads(done.stdout)
        (model,) = deed.writes
        stages = {each.stage for each in history.truth.ancestors(model)}
        assert (told["verdict"], set(told["ran"])) == ("identical", without_data(stages))
        assert model.md5 in {each["made"]["oid"] for each in told["artifacts"]}
    assert project.lineal("verify", "--ledger").ok


def act(history: Play, stage: str, nth: int) -> Deed:
    (deed,) = (deed for deed in history.truth.deeds if deed.act == Act(stage, nth))
    return deed


def score(deed: Deed) -> float:
    (metrics,) = deed.writes
    return AUC[metrics.md5]


def differs(before: Deed, after: Deed) -> set[str]:
    """Paths and keys as a stage names them: directories as a whole."""
    paths = {version.path for version in before.reads ^ after.reads}
    keys = {key for key, _ in before.params ^ after.params}
    return {path.partition("/")[0] if path.startswith("shards/") else path for path in paths} | keys


def state(history: Play, deeds: int) -> dict[str, str]:
    return {
        version.path: version.md5 for deed in history.truth.deeds[:deeds] for version in deed.writes
    }


def without_data(stages: set[str]) -> set[str]:
    return {stage for stage in stages if not stage.endswith(".dvc")}
