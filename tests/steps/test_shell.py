"""A step as a command: alone, as a stage in a warm process, and under ``dvc repro``."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place

PARAMS = """\
ingest:
  columns: {n: integer}
  max_quarantine: 1
validate:
  rules: [{column: n, max: 2}]
  on_violation: drop
"""
INGEST = "lineal step ingest --source n.csv --rows rows --quarantine bad"
VALIDATE = "lineal step validate --rows rows --valid valid --report report"
STAGES = {
    "ingest": {
        "cmd": INGEST,
        "deps": ["n.csv"],
        "params": ["ingest"],
        "outs": ["rows", "bad"],
    },
    "validate": {
        "cmd": VALIDATE,
        "deps": ["rows"],
        "params": ["validate"],
        "outs": ["valid", "report"],
    },
}


@pytest.fixture
def line(place: Place) -> Place:
    place.write({"n.csv": "n\n1\ntwo\n3\n", "params.yaml": PARAMS})
    place.stages(STAGES)
    return place


def test_lines_are_said_when_the_outputs_are_there(line: Place) -> None:
    """On stdout."""
    said = line.lineal(*INGEST.split()[1:])

    assert (
        0,
        [
            "read 2 of 3 rows, 1 columns",
            "set aside 1; the first is row 2: n: 'two' is not an integer",
        ],
    ) == (said.exit_code, said.stdout.splitlines())


def test_two_outputs_at_one_path_are_wrong_usage(line: Place) -> None:
    """One of them would be lost."""
    words = "step ingest --source n.csv --rows out --quarantine ./out".split()

    said = line.lineal(*words)

    assert (2, "error: --rows and --quarantine are the same path, './out'") == (
        said.exit_code,
        said.stderr.splitlines()[0],
    )


def test_an_option_is_not_guessed_from_its_beginning(line: Place) -> None:
    """A port that comes later could be meant."""
    outcome = line.lineal(*f"{INGEST} --par params.yaml:ingest".split()[1:])

    assert (
        2,
        "error: unrecognized arguments: --par params.yaml:ingest; did you mean '--params'?",
    ) == (
        outcome.exit_code,
        outcome.stderr.splitlines()[0],
    )


def test_a_warm_process_makes_what_a_shell_makes(
    line: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a change of one rule runs one stage."""
    line.lineal("run")
    warm = line.read("dvc.lock")
    monkeypatch.setattr("lineal.pipeline.run.command.warm_arguments", lambda *_: None)
    line.lineal("run", "-f")
    shells = line.read("dvc.lock")
    line.write({"params.yaml": PARAMS.replace("max: 2", "max: 3")})

    ran = line.lineal("run").stdout

    assert (warm, False, True) == (shells, INGEST in ran, VALIDATE in ran)


@pytest.mark.peer
def test_dvc_makes_the_same(line: Place, dvc: Path) -> None:
    """The same record of the same bytes, without a word about us in its environment."""
    line.lineal("run")
    ours = line.read("dvc.lock")
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    environment = {key: value for key, value in os.environ.items() if "LINEAL" not in key}

    done = subprocess.run(
        [dvc, "repro", "-f"],
        cwd=line.root,
        env={**environment, "PATH": path},
        capture_output=True,
        check=False,
    )

    assert (0, ours) == (done.returncode, line.read("dvc.lock")), done.stderr
