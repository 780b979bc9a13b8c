"""Running what a page shows, in a scratch directory with a world of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.doc_blocks import blocks_of, commands_of, matches
from tools.sources import ROOT, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.doc_blocks import Block, Command

TIMEOUT = 120


class Session:
    """One page: its blocks share a directory, as a reader's terminal would."""

    __slots__ = ("_cwd", "_environment")

    def __init__(self, world: Path) -> None:
        self._cwd = world / "work"
        self._environment = environment(world)
        self._cwd.mkdir()
        shutil.copytree(
            ROOT / "examples", self._cwd / "examples", ignore=shutil.ignore_patterns("__pycache__")
        )

    def run(self, command: Command) -> tuple[int, str]:
        """The exit code and both streams, as a terminal shows them."""
        if command.text.startswith("cd "):
            self._cwd = (self._cwd / command.text[3:].strip()).resolve(strict=True)
            return 0, ""
        return self._bash(["bash", "-c", command.text])

    def python(self, text: str) -> tuple[int, str]:
        return self._bash([sys.executable, "-c", text])

    def _bash(self, argv: list[str]) -> tuple[int, str]:
        done = subprocess.run(
            argv,
            cwd=self._cwd,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
        return done.returncode, done.stdout


class Failure(NamedTuple):
    place: str
    command: str
    code: int
    output: str


@contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lineal-docs-") as name:
        # Resolved, because commands print where they are.
        yield Path(name).resolve()


def failures_of(page: Path) -> Iterator[Failure]:
    with scratch() as world:
        session = Session(world)
        for block in blocks_of(page.read_text(encoding="utf-8")):
            yield from _failures_in(block, session, shown(page))


def environment(world: Path) -> dict[str, str]:
    """Nothing of this machine but its programs."""
    kept = {name: os.environ[name] for name in ("TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    for name in ("home", "config", "system"):
        (world / name).mkdir()
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(world / "home"),
        "DVC_GLOBAL_CONFIG_DIR": str(world / "config"),
        "DVC_SYSTEM_CONFIG_DIR": str(world / "system"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.com",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "TZ": "UTC",
    }


def _failures_in(block: Block, session: Session, page: str) -> Iterator[Failure]:
    if block.language == "python":
        code, output = session.python(block.text)
        if code:
            yield Failure(f"{page}:{block.line}", "(python)", code, output)
    if block.language != "console":
        return
    shows_output = any(command.expected for command in commands_of(block))
    for command in commands_of(block):
        code, output = session.run(command)
        as_shown = not shows_output or matches(command.expected, output)
        if code != command.exit_code or not as_shown:
            yield Failure(f"{page}:{command.line}", command.text, code, output)
