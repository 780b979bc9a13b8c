"""A project whose programs are watched as a run would have them watched."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lineal.ledger.observing.collect import collect
from lineal.ledger.observing.prepare import evidence_path, prepare

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lineal.ledger.observing.evidence import Evidence

EXECUTION = bytes(range(16))


class Watched(NamedTuple):
    """Files, and programs that are run at the root."""

    root: Path

    def write(self, files: Mapping[str, str]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)

    def run(self, *words: str, out: str | None = None) -> subprocess.CompletedProcess[str]:
        """``python`` is this one; nothing of the tests' own environment is passed on."""
        usual = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        ledger = os.fspath(self.root / ".lineal" / "ledger")
        env = prepare(ledger, EXECUTION, os.fspath(self.root), usual, out)
        command = [sys.executable if word == "python" else word for word in words]
        return subprocess.run(
            command,
            cwd=self.root,
            env={**usual, **env},
            capture_output=True,
            text=True,
            check=False,
        )

    def evidence(self) -> Evidence:
        return collect(evidence_path(os.fspath(self.root / ".lineal" / "ledger"), EXECUTION))

    def watch(self, script: str) -> Evidence:
        """Of one program, which must do as well as it would unwatched."""
        self.write({"train.py": script})
        done = self.run("python", "train.py")
        assert (0, "") == (done.returncode, done.stderr)
        return self.evidence()


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    root = tmp_path / "project"
    root.mkdir()
    found = Watched(root)
    found.write({"data/a.csv": "a,b\n1,2\n", "data/b.csv": "a\n3\n"})
    return found
