"""``lineal ledger export``, ``emit`` and ``serve`` from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from lineal.cli.main import main
from tests.ledger.openlineage.examples import dataset, event
from tests.ledger.openlineage.official import judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIPELINE = "stages:\n  train:\n    cmd: echo 1 > model\n    outs: [model]\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which one stage was run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENLINEAGE_URL", raising=False)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".dvc").mkdir()
    (tmp_path / "dvc.yaml").write_text(PIPELINE)
    assert main(["run", "--quiet"]) == 0
    return tmp_path


def told(text: str) -> list[tuple[str, str]]:
    events: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    for each in events:
        judge(each)
    return [(each["job"]["name"], each["eventType"]) for each in events]


EVERYTHING = [
    *[("train", kind) for kind in ("START", "COMPLETE")],
    *[("lineal run", kind) for kind in ("START", "COMPLETE")],
]


def test_export_writes_everything(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To the terminal, one event a line."""
    del root
    main(["ledger", "export", "--openlineage", "-"])

    assert EVERYTHING == told(capsys.readouterr().out)


def test_export_writes_a_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a whole."""
    main(["ledger", "export", "--openlineage", "events.jsonl"])

    assert ("4 events written to events.jsonl\n", EVERYTHING) == (
        capsys.readouterr().err,
        told((root / "events.jsonl").read_text()),
    )


def test_export_begins_where_it_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing happened in the future."""
    del root
    main(["ledger", "export", "--openlineage", "-", "--since", "2999-01-01"])

    assert "" == capsys.readouterr().out


def test_export_since_a_time_needs_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a commit does."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".dvc").mkdir()
    words = ["ledger", "export", "--openlineage", "-", "--since"]

    assert (0, 2) == (main([*words, "2d"]), main([*words, "HEAD"]))


def test_emit_sends_what_is_new(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing the second time."""
    (root / "lineal.yaml").write_text("openlineage: {url: 'file:events.jsonl'}\n")
    for _ in range(2):
        main(["ledger", "emit"])

    assert "4 events sent to events.jsonl\n0 events sent to events.jsonl\n" == (
        capsys.readouterr().out
    )


def test_emit_without_a_target_says_what_to_write(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into which file."""
    del root
    code = main(["ledger", "emit"])

    assert (1, True) == (code, "into lineal.yaml" in capsys.readouterr().err)


@pytest.fixture
def server(root: Path, lineal: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """It, and where it listens."""
    child = subprocess.Popen(
        [lineal, "--cd", root, "ledger", "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    line = child.stderr.readline()
    yield child, line.split(" at ")[1].partition(";")[0]
    child.kill()
    child.wait()
    child.stderr.close()


def test_serve_takes_events_until_it_is_told_to_end(
    server: tuple[subprocess.Popen[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What it took is in the ledger, and part of a trace."""
    child, url = server
    data = json.dumps(
        event("COMPLETE", outputs=[dataset("s3://lake", "out")], inputs=[dataset("s3://raw", "in")])
    ).encode()
    request = urllib.request.Request(  # noqa: S310  on loopback
        url, data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  as above
        status = answer.status
    os.kill(child.pid, signal.SIGTERM)
    code = child.wait(30)
    main(["trace", "s3://lake/out"])
    traced = capsys.readouterr().out

    assert (201, 0, True, True) == (status, code, "spark/etl" in traced, "s3://raw/in" in traced)


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["--host", "0.0.0.0"], "is open to others"),  # noqa: S104  it is refused
        (["--token-env", "NOT_SET"], "the variable is not set"),
        (["--port", "70000"], "no such port"),
    ],
)
def test_serve_refuses_what_is_unsafe(
    root: Path, capsys: pytest.CaptureFixture[str], flags: list[str], complaint: str
) -> None:
    """Before it listens."""
    del root
    code = main(["ledger", "serve", *flags])

    assert (2, True) == (code, complaint in capsys.readouterr().err)
