"""A small repository with a past."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.project import isolated_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty Git repository, and an environment that knows nobody."""
    for name, value in isolated_environment(tmp_path / "world").items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "re po"
    path.mkdir()
    _run(path, "init", "--quiet", "--initial-branch=main")
    return path


@pytest.fixture
def git(repository: Path) -> Callable[..., str]:
    return lambda *words: _run(repository, *words)


@pytest.fixture
def commit(repository: Path) -> Callable[[dict[str, str]], str]:
    """Write files, commit everything, say the hash."""

    def commit_files(files: dict[str, str]) -> str:
        for name, text in files.items():
            path = repository / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        _run(repository, "add", "--all")
        _run(repository, "commit", "--quiet", "--allow-empty", "--message=more")
        return _run(repository, "rev-parse", "HEAD").strip()

    return commit_files


def _run(where: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=where, env=os.environ, check=True, capture_output=True, text=True
    ).stdout
