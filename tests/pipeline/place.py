"""A scratch project without the peer: files in, our command line in this very process.

Where signals, terminals or two processes at once are the subject, `Place.start` runs the real
executable; where dvc is the judge, use the fixtures of tests/conftest.py.
"""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from lineal.cli.main import main
from lineal.pipeline.documents.emit import emit_yaml
from tests.acceptance.harness.oracle import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pytest

PATIENCE_SECONDS = 30


class Place(NamedTuple):
    root: Path
    executable: Path
    capture: pytest.CaptureFixture[str]
    started: list[subprocess.Popen[str]]

    def write(self, files: Mapping[str, str]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    def exists(self, name: str) -> bool:
        return os.path.lexists(self.root / name)

    def stages(self, stages: Mapping[str, Any], where: str = "dvc.yaml") -> None:
        """Writes a pipeline file."""
        self.write({where: emit_yaml({"stages": dict(stages)})})

    def lock(self, where: str = "dvc.lock") -> dict[str, Any]:
        """What is recorded, by stage, in the order of the file."""
        if not self.exists(where):
            return {}
        found: dict[str, Any] = yaml.safe_load(self.read(where))["stages"]
        return found

    def recorded(self) -> list[str]:
        return list(self.lock())

    def ran(self) -> list[str]:
        """What the commands of `noting` stages noted since the last call."""
        if not self.exists("ran"):
            return []
        lines = self.read("ran").split()
        (self.root / "ran").unlink()
        return lines

    def lineal(self, *argv: str) -> Outcome:
        """In this process; what commands write is captured, too."""
        self.capture.readouterr()
        code = main(argv)
        out, err = self.capture.readouterr()
        return Outcome(code, out, err)

    def start(self, *argv: str, **options: Any) -> subprocess.Popen[str]:
        """The real executable, in a process group of its own."""
        process = subprocess.Popen(
            [os.fspath(self.executable), *argv],
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            text=True,
            start_new_session=True,
            **options,
        )
        self.started.append(process)
        return process

    def close(self) -> None:
        """A test that failed half-way leaves no process behind."""
        for process in self.started:
            if process.poll() is None:
                process.terminate()
            try:
                process.communicate(timeout=2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def noting(name: str, *, deps: str = "", outs: str = "", **more: Any) -> dict[str, Any]:
    """A stage that notes that it ran, and writes its own name into each output."""
    words = [f"echo {name} >> ran", *(f"echo {name} > {out}" for out in outs.split())]
    entry: dict[str, Any] = {"cmd": " && ".join(words)}
    if deps:
        entry["deps"] = deps.split()
    if outs:
        entry["outs"] = outs.split()
    return {**entry, **more}


def wait_until(condition: Callable[[], object]) -> None:
    """Polls; a condition that never comes is a failure that says so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the condition did not come true")
        time.sleep(0.01)
