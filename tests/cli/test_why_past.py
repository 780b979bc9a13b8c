"""``lineal why`` of the past: what, by whom, in which commit."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from lineal.base.errors import TargetError

if TYPE_CHECKING:
    from tests.cli.recorded import Recorded


def test_a_parameter_that_was_committed(recorded: Recorded) -> None:
    """With the commit that changed it, and its author."""
    text = recorded.lineal("why", recorded.trained[1]).stdout

    assert "  - the parameter lr of params.yaml changed: 0.5 -> 0.9\n" in text
    assert "      changed by Bob in " in text
    assert text.partition("changed by")[2].splitlines()[0].endswith(": learn faster")


def test_a_file_that_was_not_committed(recorded: Recorded) -> None:
    """No commit is blamed for it, and the failure is told with its log."""
    text = recorded.lineal("why", "train", "--run", recorded.runs[2]).stdout

    assert f"not committed then: lineal show {recorded.trained[2]} --diff" in text
    assert "log\n  training\nsince it last succeeded" in text


def test_what_was_skipped(recorded: Recorded) -> None:
    """It equals an earlier execution, which is named."""
    (found,) = recorded.json("why", "prepare", "--run", recorded.runs[1])
    made = recorded.json("log", "--stage", "prepare")["executions"][0]["id"]

    assert ("skipped", made) == (found["verdict"], found["execution"])


def test_a_first_run(recorded: Recorded) -> None:
    """One reason for all."""
    text = recorded.lineal("why", "train", "--run", recorded.runs[0]).stdout

    assert "because\n  - it had never run before\n" in text


def test_at_a_revision(recorded: Recorded) -> None:
    """The execution whose record is there."""
    (found,) = recorded.json("why", "train@HEAD")

    assert recorded.trained[1].removeprefix("exec:") == found["execution"][-8:]


def test_a_whole_run(recorded: Recorded) -> None:
    """Every stage it came to."""
    found = recorded.json("why", recorded.runs[1])

    assert {"prepare": "skipped", "train": "ran"} == {
        one["stage"]: one["verdict"] for one in found if not one["stage"].endswith(".dvc")
    }


def test_a_stage_the_run_did_not_come_to(recorded: Recorded) -> None:
    """The nearest name is offered."""
    outcome = recorded.lineal("why", "trian", "--run", recorded.runs[0])

    assert "did you mean 'train'?" in outcome.stderr
    assert TargetError.exit_code == outcome.exit_code


def test_data_another_stage_made(recorded: Recorded) -> None:
    """The execution that made it is named, not a commit."""
    recorded.place.write(
        {"raw.csv": "id,x\n1,2\n", "train.sh": "cp clean.csv model\necho 1 > metrics.json\n"}
    )
    recorded.lineal("add", "-q", "raw.csv")
    recorded.lineal("run", "-q")
    run = recorded.json("log", "-n", "1")["runs"][0]["id"][-8:]
    text = recorded.lineal("why", "train", "--run", f"run:{run}").stdout

    assert "  - the dependency clean.csv changed\n" in text
    assert " of prepare, " in text.partition("made by exec:")[2]


def test_who_changed_what_would_run_now(recorded: Recorded) -> None:
    """The present as well: what is not committed, and what is."""
    place = recorded.place
    place.write({"params.yaml": "lr: 0.7\n"})
    subprocess.run(["git", "commit", "-qm", "slower", "params.yaml"], check=True)
    text = recorded.lineal("why", "train").stdout

    assert "      last changed by Lineal in " in text
    assert "      not committed yet\n" in text
