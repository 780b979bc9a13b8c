"""A place to work in, and the judge: real DVC's parsing, asked through one running process."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lineal.cli.main import main
from tests.acceptance.harness.project import isolated_environment
from tests.pipeline.peer import Peer
from tests.pipeline.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def peer(dvc: Path) -> Iterator[Peer]:
    with Peer(dvc.with_name("python")) as running:
        yield running


@pytest.fixture
def place(
    tmp_path: Path,
    lineal: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Place]:
    """A fresh project, and this process standing in it with nothing of the machine's setup."""
    yield from standing(tmp_path, lineal, monkeypatch, capfd)


def standing(
    tmp_path: Path,
    lineal: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Place]:
    """The same for fixtures of other names."""
    root = tmp_path / "place"
    root.mkdir()
    for name, value in isolated_environment(tmp_path / "world").items():
        monkeypatch.setenv(name, value)
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path))
    monkeypatch.chdir(root)
    subprocess.run(["git", "init", "-q", "."], check=True)
    assert main(["init", "-q"]) == 0
    made = Place(root, lineal, capfd, [])
    yield made
    made.close()
