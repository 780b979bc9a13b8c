"""A project with a history, to find things in by name."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.cli.main import main
from lineal.ledger.opening import Ledger
from lineal.ledger.writer import Writer
from lineal.pipeline.workspace import open_workspace
from tests.acceptance.harness.project import isolated_environment
from tests.ledger.builder import Builder
from tests.ledger.refs.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.ledger.stores.port import Store

_PIPELINE = """\
stages:
  train:
    cmd: cp raw.csv model.pkl
    deps: [raw.csv]
    outs: [model.pkl]
"""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Git has two commits; the data file differs between them, and is tracked."""
    root = tmp_path_factory.mktemp("refs") / "project"
    root.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, root)
        _git("init", "-q", ".")
        assert main(["init", "-q"]) == 0
        (root / "dvc.yaml").write_text(_PIPELINE)
        (root / "img").mkdir()
        (root / "img/cat.png").write_text("a cat")
        for number in (1, 2):
            (root / "raw.csv").write_text(f"version {number}\n")
            assert main(["add", "-q", "raw.csv", "img"]) == 0
            _git("add", "-A")
            _git("commit", "-q", "-m", f"version {number}")
    return root


@pytest.fixture
def asked(
    store: Store, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Asked]:
    root = tmp_path / "project"
    shutil.copytree(template, root)
    _isolate(monkeypatch, root)
    with open_workspace() as ws:
        ledger = Ledger(store, Writer("w", "w@here"), f"{tmp_path}/ledger")
        yield Asked(ws, ledger, Builder(store))


def _isolate(patch: pytest.MonkeyPatch, root: Path) -> None:
    for name, value in isolated_environment(root.parent / "world").items():
        patch.setenv(name, value)
    patch.setenv("PATH", os.environ["PATH"])
    patch.chdir(root)


def _git(*words: str) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *identity, *words], check=True)
