"""``lineal show``: everything about one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.recorded import Recorded
    from tests.pipeline.place import Place


def test_the_last_run_without_a_reference(recorded: Recorded) -> None:
    """It failed, so the way to its log is offered."""
    outcome = recorded.lineal("show")

    assert outcome.stdout.startswith(f"{recorded.runs[-1].replace(':', ' ')}  failed\n")
    assert f"why it failed: lineal show {recorded.trained[-1]}" in outcome.stderr


def test_an_execution(recorded: Recorded) -> None:
    """Why, with which values, what changed."""
    text = recorded.lineal("show", recorded.trained[1]).stdout

    assert "why it ran\n  the parameter lr of params.yaml changed: 0.5 -> 0.9\n" in text
    assert "params\n  lr 0.9  (was 0.5)\n" in text
    assert "metrics\n  auc 0.9 (+0.4)\n  rows 2\n" in text


def test_the_log_alone(recorded: Recorded) -> None:
    """As it was printed."""
    assert "training\n" == recorded.lineal("show", recorded.trained[0], "--log").stdout


def test_the_changes_that_were_not_committed(recorded: Recorded) -> None:
    """A patch that Git could apply."""
    text = recorded.lineal("show", recorded.runs[-1], "--diff").stdout

    assert text.startswith("diff --git a/train.sh b/train.sh\n")
    assert text.endswith("+exit 3\n")


def test_a_clean_tree_has_no_changes(recorded: Recorded) -> None:
    """Nothing on stdout."""
    outcome = recorded.lineal("show", recorded.runs[0], "--diff")

    assert ("", "the tree was clean: nothing to show\n") == (outcome.stdout, outcome.stderr)


def test_a_stage_is_its_execution(recorded: Recorded) -> None:
    """The one whose record is current."""
    assert recorded.json("show", recorded.trained[1]) == recorded.json("show", "stage:train")


def test_an_artifact(recorded: Recorded) -> None:
    """Who made it, who used it."""
    found = recorded.json("show", "clean.csv")

    assert ("artifact", ["prepare"], ["train"] * 3) == (
        found["kind"],
        [one["stage"] for one in found["made"]],
        [one["stage"] for one in found["used"]],
    )


def test_a_parameter_over_time(recorded: Recorded) -> None:
    """Where it changed, newest first."""
    lines = recorded.lineal("show", "param:lr").stdout.splitlines()

    assert ["param lr", "0.9", "0.5"] == [lines[0], lines[2].split()[-1], lines[3].split()[-1]]


def test_a_metric_over_time(recorded: Recorded) -> None:
    """First to last for programs."""
    found = recorded.json("show", "metric:auc")

    assert [0.5, 0.9] == [one["value"] for one in found["values"]]


def test_a_commit_of_which_little_is_known(recorded: Recorded) -> None:
    """What was run at it."""
    text = recorded.lineal("show", "commit:HEAD~1").stdout

    assert "run at it\n" in text
    assert "train  ran" in text


def test_nothing_was_run_yet(place: Place) -> None:
    """There is no last run."""
    outcome = place.lineal("show")

    assert "hint: lineal run runs the pipeline and records it" in outcome.stderr
    assert 1 == outcome.exit_code


@pytest.mark.parametrize("ref", ["clean.csv", "param:lr"])
def test_only_executions_have_a_log(recorded: Recorded, ref: str) -> None:
    """A file has none."""
    outcome = recorded.lineal("show", ref, "--log")

    assert "only runs and executions have a log or a diff" in outcome.stderr
