"""A token means the one thing it names, or the error lists what it may mean."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import TargetError
from lineal.base.ids import short
from lineal.ledger.refs.nodes import (
    ArtifactNode,
    Candidate,
    ColumnNode,
    CommitNode,
    ExecutionNode,
    ItemNode,
    MetricNode,
    ParamNode,
    RunNode,
    StageNode,
    VersionNode,
)
from lineal.ledger.refs.resolve import resolve
from tests.ledger.builder import oid

if TYPE_CHECKING:
    from tests.ledger.refs.asked import Asked


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324


def test_a_path_is_the_version_that_is_recorded_now(asked: Asked) -> None:
    """Also when the ledger has not heard of it."""
    assert ItemNode("raw.csv", md5("version 2\n")) == asked("raw.csv")


def test_a_path_at_a_revision_is_what_was_recorded_then(asked: Asked) -> None:
    """Git has the project files of then."""
    assert ItemNode("raw.csv", md5("version 1\n")) == asked("raw.csv@HEAD~1")


def test_a_file_of_git_at_a_revision_is_known_by_its_bytes(asked: Asked) -> None:
    """Nobody records code; Git has it."""
    data = Path("dvc.yaml").read_text()
    Path("dvc.yaml").write_text("stages: {}\n")
    assert ItemNode("dvc.yaml", md5(data)) == asked("path:dvc.yaml@HEAD")


def test_what_changed_since_it_was_recorded_is_told_so(asked: Asked) -> None:
    """The answer is about what is recorded."""
    warned: list[str] = []
    Path("raw.csv").write_text("version 3, not added\n")
    told = asked._replace(ws=asked.ws._replace(warn=warned.append))
    node = told("raw.csv")
    assert ItemNode("raw.csv", md5("version 2\n")) == node
    assert ["raw.csv has changed since it was recorded; this is about the recorded"] == warned


def test_a_file_that_is_gone_is_its_last_version(asked: Asked) -> None:
    """The ledger remembers deleted files."""
    asked.build.execution("old", makes={"gone.csv": "v1"})
    asked.build.execution("old", makes={"gone.csv": "v2"})
    assert ItemNode("gone.csv", oid("v2")) == asked("gone.csv")


def test_a_path_in_a_run_is_the_version_it_had_there(asked: Asked) -> None:
    """Made or read."""
    with asked.build.run() as run:
        asked.build.execution("train", uses={"raw.csv": "r1"}, makes={"model.pkl": "m1"})
    asked.build.execution("train", makes={"model.pkl": "m2"})
    assert ItemNode("model.pkl", oid("m1")) == asked(f"model.pkl@run:{short(run.id)}")


def test_seen_from_below_the_root_a_path_may_be_spelled_both_ways(asked: Asked) -> None:
    """As the person sees it, or as answers spell it."""
    below = asked._replace(ws=asked.ws._replace(cwd=f"{asked.ws.root}/sub"))
    assert below("../raw.csv") == below("raw.csv") == asked("raw.csv")


def test_a_member_of_a_directory_is_found_by_its_listing(asked: Asked) -> None:
    """The workspace need not have it."""
    Path("img/cat.png").unlink()
    assert ItemNode("img/cat.png", md5("a cat")) == asked("img/cat.png")


def test_runs_and_executions_are_found_by_the_start_of_their_short_ids(asked: Asked) -> None:
    """Or by all of their ids."""
    with asked.build.run() as run:
        train = asked.build.execution("train")
    assert [RunNode(run.id), ExecutionNode(train), ExecutionNode(train)] == [
        asked(f"run:{short(run.id)[:5]}"),
        asked(f"exec:{short(train)}"),
        asked(train.hex()),
    ]


def test_bytes_under_one_path_are_an_item(asked: Asked) -> None:
    """Under several they are an artifact."""
    asked.build.execution("a", makes={"one": "x"})
    asked.build.execution("b", makes={"two": "y", "three": "y"})
    assert [ItemNode("one", oid("x")), ArtifactNode(oid("y"), ("two", "three"))] == [
        asked(f"md5:{oid('x')[:6]}"),
        asked(oid("y")),
    ]


def test_a_stage_is_the_execution_that_left_its_record(asked: Asked) -> None:
    """Without a record, the last that finished."""
    first = asked.build.execution("train")
    asked.build.execution("train", status="failed")
    assert StageNode("train", first) == asked("stage:train")


def test_a_stage_that_never_ran_is_known_from_the_project(asked: Asked) -> None:
    """It has no execution."""
    assert StageNode("train") == asked("train")


def test_a_parameter_may_have_a_value(asked: Asked) -> None:
    """As JSON has it; a part of a recorded group is the group."""
    asked.build.execution("train", params={"train.lr": 0.1, "model": {"depth": 3}})
    assert [ParamNode("train.lr"), ParamNode("train.lr", "0.1"), ParamNode("model")] == [
        asked("train.lr"),
        asked("param:train.lr=0.1"),
        asked("param:model.depth"),
    ]


def test_a_parameter_of_another_file_needs_no_file(asked: Asked) -> None:
    """Where only one has it; else each is listed."""
    asked.build.execution("train", params={"a.yaml:lr_x": 1, "a.yaml:lrax": 1, "b.yaml:deep": 2})
    assert [ParamNode("a.yaml:lr_x"), ParamNode("b.yaml:deep", "2")] == [
        asked("param:lr_x"),
        asked("param:deep=2"),
    ]
    asked.build.execution("train", params={"b.yaml:lr_x": 1})
    with pytest.raises(TargetError, match=r"several things:\n  param:a\.yaml:lr_x"):
        asked("param:lr_x")


def test_a_metric_and_a_column_have_names(asked: Asked) -> None:
    """A column is of a table, at a version."""
    asked.build.execution("test", metrics={"auc": 0.9})
    assert [MetricNode("auc"), ColumnNode("raw.csv", md5("version 1\n"), "age")] == [
        asked("auc"),
        asked("column:raw.csv@HEAD~1#age"),
    ]


def test_a_commit_is_what_git_takes_it_for(asked: Asked) -> None:
    """One of somebody else's clone is found in the ledger."""
    other = "0123456789" * 4
    asked.build.execution("train", commit=other)
    head = asked.ws.history.objects.resolve("HEAD")
    assert [CommitNode(head), CommitNode(head), CommitNode(other)] == [
        asked("HEAD"),
        asked(f"commit:{head[:8]}"),
        asked("commit:01234567"),
    ]


def test_what_may_mean_several_things_lists_them(asked: Asked) -> None:
    """Each as it is to be spelled."""
    asked.build.execution("train", makes={"auc": "x"}, metrics={"auc": 0.9})
    with pytest.raises(TargetError, match=r"(?s)'auc' may mean.*path:auc.*metric:auc"):
        asked("auc")


def test_one_of_several_is_meant_when_it_is_spelled_so(asked: Asked) -> None:
    """The kind decides."""
    asked.build.execution("train", makes={"auc": "x"}, metrics={"auc": 0.9})
    assert [ItemNode("auc", oid("x")), MetricNode("auc")] == [
        asked("path:auc"),
        asked("metric:auc"),
    ]


def test_what_is_misspelled_is_answered_with_what_is_near(asked: Asked) -> None:
    """Out of everything the ledger knows."""
    asked.build.execution("train", makes={"model.pkl": "x"})
    with pytest.raises(TargetError, match=r"nothing called 'modl\.pkl'") as caught:
        asked("modl.pkl")
    assert "did you mean 'model.pkl'?" == caught.value.hint


@pytest.mark.parametrize("text", ["model:purchase@7", "prediction:aabbccdd"])
def test_what_the_ledger_does_not_hold_says_who_can_tell(asked: Asked, text: str) -> None:
    """Rooms above it look such things up, for verbs that have a use for them."""
    with pytest.raises(TargetError, match="means nothing here") as caught:
        asked(text)
    assert f"lineal trace {text}" in str(caught.value.hint)


def test_what_is_further_is_looked_up_by_who_is_given(asked: Asked) -> None:
    """By its word; and bare, when nothing else is meant."""
    node = VersionNode("purchase", 7, "ab" * 32)
    further = {"model": lambda *_: [Candidate(node, "model:purchase@7", "a version")]}
    found = [
        resolve(asked.ws, asked.ledger, text, further)
        for text in ("model:purchase@7", "purchase@7")
    ]
    assert [node, node] == found


def test_a_name_that_is_no_text_is_unknown_like_others(asked: Asked) -> None:
    """No terminal is kept from giving one."""
    with pytest.raises(TargetError, match="knows nothing called"):
        asked("bad\udcff.txt")
