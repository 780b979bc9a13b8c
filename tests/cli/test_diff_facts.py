"""``lineal diff`` beyond the data: of revisions, and of what the ledger knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.recorded import Recorded


def test_revisions_differ_in_values_too(recorded: Recorded) -> None:
    """After the data, which is as DVC says it."""
    text = recorded.lineal("diff", "HEAD~2", "HEAD").stdout

    assert "Params:\n    lr 0.5 → 0.9\n" in text
    assert "Metrics:\n    auc 0.5 → 0.9 (+0.4)\n" in text


def test_code_that_stages_depend_on(recorded: Recorded) -> None:
    """Against the workspace: the edit nobody committed."""
    text = recorded.lineal("diff", "HEAD").stdout

    assert "Code:\n    train.sh  +1 -0\n" in text
    assert "      +exit 3\n" in text


def test_the_workspace_may_be_the_old_side(recorded: Recorded) -> None:
    """Then what was added is what goes."""
    text = recorded.lineal("diff", "workspace", "HEAD").stdout

    assert "    train.sh  +0 -1\n" in text
    assert "      -exit 3\n" in text


def test_json_is_dvcs(recorded: Recorded) -> None:
    """Nothing but data."""
    found = recorded.json("diff", "HEAD~2", "HEAD")

    assert {} == {kind: rows for kind, rows in found.items() if rows}


def test_json_of_everything(recorded: Recorded) -> None:
    """With --full."""
    found = recorded.json("diff", "HEAD~2", "HEAD", "--full")

    assert {"before": 0.5, "after": 0.9, "delta": 0.4} == found["metrics"]["auc"]
    assert {"data", "params", "metrics", "files", "notes", "inside"} == set(found)


def test_runs(recorded: Recorded) -> None:
    """From facts; what failed has no results, which is said."""
    outcome = recorded.lineal("diff", *recorded.runs[1:])

    assert "Inputs:\n    modified  train.sh" in outcome.stdout
    assert f"{recorded.runs[2]}: train failed, so it has no results" in outcome.stderr


def test_executions(recorded: Recorded) -> None:
    """One stage, twice."""
    found = recorded.json("diff", *recorded.trained[:2])

    assert {"lr": {"before": 0.5, "after": 0.9, "delta": 0.4}} == found["params"]


def test_a_table_at_two_revisions(recorded: Recorded) -> None:
    """Rows by key, then nothing about who made it: it was added by hand."""
    place = recorded.place
    place.write({"raw.csv": "id,x\n1,2\n2,3\n3,4\n"})
    recorded.lineal("add", "-q", "raw.csv")
    import subprocess

    subprocess.run(["git", "commit", "-qam", "more"], check=True)
    text = recorded.lineal("diff", "raw.csv@HEAD~1", "raw.csv@HEAD").stdout

    assert "rows      2 → 3 (+1)\n" in text
    assert "1 added, 0 removed, 0 changed, 2 the same" in text


def test_the_same_bytes(recorded: Recorded) -> None:
    """Two names of one thing."""
    outcome = recorded.lineal("diff", "clean.csv", "raw.csv")

    assert "the same bytes\n" in outcome.stderr


def test_what_nobody_knows_is_left_to_git(recorded: Recorded) -> None:
    """Its complaint is the one people know."""
    assert "no such revision: 'nope'" in recorded.lineal("diff", "nope").stderr


def test_a_run_and_a_revision(recorded: Recorded) -> None:
    """Both are states."""
    found = recorded.json("diff", recorded.runs[0], "HEAD")

    assert {"before": 0.5, "after": 0.9, "delta": 0.4} == found["params"]["lr"]


def test_inside_of_what_runs_made(recorded: Recorded) -> None:
    """Only of what both versions are here; code is shown as lines."""
    found = recorded.json("diff", *recorded.runs[:2], "--full")

    assert ["metrics.json"] == [one["path"] for one in found["inside"]]
