"""Config files of a world of their own, at every level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.storage.config.levels import Levels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def levels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Levels:
    for level in ("system", "global"):
        monkeypatch.setenv(f"DVC_{level.upper()}_CONFIG_DIR", str(tmp_path / level))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    dvc_dir = tmp_path / "project" / ".dvc"
    dvc_dir.mkdir(parents=True)
    monkeypatch.chdir(dvc_dir.parent)
    return Levels(tmp_path, dvc_dir)
