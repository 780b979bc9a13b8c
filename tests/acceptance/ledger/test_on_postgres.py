"""The script once more, with a ledger in Postgres: the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.acceptance.ledger.answers import Answers
from tests.acceptance.ledger.play import ALL_ACTS, Play
from tests.servers.postgres import serving_postgres

if TYPE_CHECKING:
    import pytest

    from tests.acceptance.harness.project import Project

MODELS = [f"model {name}" for name in ("1", "2", "lr 2", "bad", "back", "other", "main", "merged")]
ARTIFACTS = ("model.bin", "one.csv", "flags/a", "after-b.txt", "sub/report.txt")
INPUTS = ("a 1", "a 2", "b other", "x bad")


def test_postgres_answers_as_the_truth_does(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From the first run to the merge, without a file of its own."""
    with serving_postgres(tmp_path_factory.mktemp("pg")) as server:
        project.env["LINEAL_LEDGER"] = server.new_url()
        play = Play(project)
        for act in ALL_ACTS:
            act(play)
        judge(play)
        assert project.lineal("verify", "--ledger").ok
    assert not (project.root / ".lineal/ledger/ledger.db").exists()


def judge(play: Play) -> None:
    answers, truth = Answers(play.project), play.truth
    assert answers.acts() == {deed.act for deed in truth.deeds}
    asked = {f"md5:{play.marks[label].md5}": play.marks[label] for label in MODELS}
    asked |= {path: play.at(path) for path in ARTIFACTS}
    expected = {ref: truth.ancestors(version) for ref, version in asked.items()}
    assert {ref: answers.ancestors(ref) for ref in asked} == expected
    inputs = {f"md5:{play.marks[label].md5}": play.marks[label] for label in INPUTS}
    reached = {ref: truth.descendants(version) for ref, version in inputs.items()}
    assert {ref: answers.descendants(ref) for ref in inputs} == reached
    assert answers.descendants("param:lr=2") == truth.with_param("lr", 2)
