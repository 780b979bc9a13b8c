"""Git's own commands, run for a person who could have typed them.

Questions about history are ``storage.git``; what Git ignores is ``storage.gitrules``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from lineal.base.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Callable


class Git:
    """Git in one working tree. ``announce`` is told every command that changes something."""

    __slots__ = ("_announce", "root")

    def __init__(self, root: str, announce: Callable[[str], None] | None = None) -> None:
        self.root = root
        self._announce = announce

    def run(self, *words: str) -> int:
        """Say the command, run it with the user's streams, and give its exit code."""
        if self._announce is not None:
            self._announce(spelled(words))
        sys.stdout.flush()
        return _run(["git", *words], self.root, capture=False).returncode

    def must(self, *words: str) -> None:
        """As `run`, where anything but success ends the verb; Git has said what is wrong."""
        if self.run(*words) != 0:
            raise ProjectError(
                f"`{spelled(words)}` failed",
                hint="mend what Git says above, then run the same command again",
            )

    def ask(self, *words: str) -> str:
        """What Git answers; an error of its own where it does not."""
        done = _run(["git", *words], self.root, capture=True)
        if done.returncode != 0:
            said = os.fsdecode(done.stderr).strip().removeprefix("fatal: ").removeprefix("error: ")
            raise ProjectError(f"`{spelled(words)}` failed: {said}", hint="mend that and try again")
        return os.fsdecode(done.stdout)

    def tells(self, *words: str) -> str | None:
        """What Git answers, None where it has no answer."""
        done = _run(["git", *words], self.root, capture=True)
        return os.fsdecode(done.stdout).rstrip("\n") if done.returncode == 0 else None


def spelled(words: tuple[str, ...]) -> str:
    import shlex  # deferred: only who runs git

    return shlex.join(("git", *words))


def _run(command: list[str], cwd: str, *, capture: bool) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, cwd=cwd, capture_output=capture, check=False)
    except FileNotFoundError as exc:
        raise ProjectError(
            "the `git` command is not there", hint="install Git and run the command again"
        ) from exc
