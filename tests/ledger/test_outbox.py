"""Telling others after a run, beside it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from lineal.cli.main import main
from lineal.ledger import outbox
from lineal.ledger.outbox import after_run, note, notes, telling, waiting
from lineal.ledger.settings import Settings
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

PIPELINE = "stages:\n  train:\n    cmd: echo 1 > model\n    outs: [model]\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one stage."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENLINEAGE_URL", raising=False)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".dvc").mkdir()
    (tmp_path / "dvc.yaml").write_text(PIPELINE)
    return tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where telling would have been started."""
    found: list[str] = []
    monkeypatch.setattr(outbox, "start_telling", found.append)
    return found


@pytest.mark.parametrize(
    ("settings", "environ", "count"),
    [
        (Settings(), {}, 0),
        (Settings(openlineage={"url": "http://h"}), {}, 1),
        (Settings(mlflow={"uri": "http://h"}), {}, 1),
        (Settings(), {"OPENLINEAGE_URL": "http://h"}, 1),
        (Settings(), {"MLFLOW_TRACKING_URI": "http://h"}, 0),
    ],
)
def test_somebody_is_told_only_where_it_is_wanted(
    root: Path,
    started: list[str],
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    environ: dict[str, str],
    count: int,
) -> None:
    """Everybody else pays nothing."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with open_workspace(str(root)) as ws:
        after_run(ws, settings)

    assert count == len(started)


def test_what_could_not_be_told_is_said_by_the_next_run(root: Path, started: list[str]) -> None:
    """The process in the background has nobody who listens."""
    warnings: list[str] = []
    settings = Settings(openlineage={"url": "http://h"})
    with open_workspace(str(root), warn=warnings.append) as ws:
        directory = f"{ws.project.lineal_dir}/ledger"
        with telling(directory):
            note(directory, {"OpenLineage": "http://h does not answer"})
        after_run(ws, settings)

    assert (
        ["OpenLineage was not told of earlier runs: http://h does not answer"],
        [str(root)],
    ) == (warnings, started)


def test_only_one_waits_for_its_turn(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A receiver that does not answer must not gather processes."""
    (root / "lineal.yaml").write_text("mlflow: {uri: 'sqlite:///x'}\n")
    with waiting(str(root / ".lineal/ledger")):
        code = main(["ledger", "tell"])

    assert (0, "") == (code, capsys.readouterr().err)


def test_a_note_goes_away_when_all_is_well(tmp_path: Path) -> None:
    """Nobody is warned of what is mended."""
    note(str(tmp_path), {"MLflow": "down"})
    note(str(tmp_path), {})

    assert {} == notes(str(tmp_path))


def test_a_run_is_told_in_the_background(root: Path) -> None:
    """From a run to a file of events, with nothing faked."""
    (root / "lineal.yaml").write_text("openlineage: {url: 'file:events.jsonl'}\n")
    main(["run", "--quiet"])

    assert {"train", "lineal run"} == {event["job"]["name"] for event in _events(root)}


def test_a_target_that_is_wrong_fails_no_run(root: Path) -> None:
    """Whatever is written there: the stage was run."""
    (root / "lineal.yaml").write_text("openlineage: {url: 'http://127.0.0.1:1'}\n")

    assert 0 == main(["run", "--quiet"])


def test_telling_says_what_is_wrong(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And keeps it for the next run."""
    (root / "lineal.yaml").write_text("mlflow: {uri: 'sqlite:///x'}\n")
    main(["ledger", "tell"])

    assert (
        "warning: MLflow: mlflow.uri: not the URL of a server: sqlite:///x\n",
        {"MLflow": "mlflow.uri: not the URL of a server: sqlite:///x"},
    ) == (capsys.readouterr().err, notes(str(root / ".lineal/ledger")))


def _events(root: Path) -> list[dict[str, Any]]:
    """When they are there."""
    path = root / "events.jsonl"
    for _ in range(600):
        if path.exists() and '"lineal run","facets"' in path.read_text():
            break
        time.sleep(0.05)
    return [json.loads(line) for line in path.read_text().splitlines()]
