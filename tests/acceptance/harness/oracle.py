"""The peer ``dvc`` as a function: arguments in, exit code, output and errors out.

:class:`Oracle` speaks to ``peer_server.py``. Use the real executable (the ``dvc`` fixture)
where start-up, signals or two processes at once are the subject.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple, Self

SERVER = Path(__file__).with_name("peer_server.py")


class Outcome(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str

    @property
    def ok(self) -> bool:
        return self.exit_code == 0


class Oracle:
    """A long-lived peer process; one command at a time."""

    __slots__ = ("_process", "_scratch")

    def __init__(self, python: Path) -> None:
        # A fixed hash seed: with a subset of targets DVC's order depends on it.
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            [python, SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
        )
        self._scratch = tempfile.TemporaryDirectory(prefix="lineal-oracle-")
        self._answer()

    def run(
        self, argv: tuple[str, ...], *, cwd: Path, env: dict[str, str], timeout: float = 120
    ) -> Outcome:
        stdout, stderr = (Path(self._scratch.name) / name for name in ("stdout", "stderr"))
        stdout.write_bytes(b"")
        stderr.write_bytes(b"")
        request = {
            "argv": argv,
            "cwd": os.fspath(cwd),
            "env": env,
            "stdout": os.fspath(stdout),
            "stderr": os.fspath(stderr),
            "timeout": timeout,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._answer())
        return Outcome(reply["exit_code"], _text(stdout), _text(stderr))

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            message = f"the peer process ended with code {self._process.wait()}"
            raise RuntimeError(message)
        return line

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()
        self._scratch.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _text(path: Path) -> str:
    return path.read_bytes().decode(errors="surrogateescape")
