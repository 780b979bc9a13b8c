"""What Git says of the code, and what is done about a Git that does not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.ledger.recording import code
from lineal.ledger.recording.code import read_code

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_nobody_waits_for_ever_for_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor for what it has started, which holds its output."""
    git = tmp_path / "git"
    git.write_text("#!/bin/sh\nsleep 60 & sleep 60\n")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(code, "PATIENCE_SECONDS", 0.1)

    assert "git status failed" == read_code(str(tmp_path), str(tmp_path), []).problem
