"""What Git itself sees in the working tree: whether anything changed, what nobody tracks."""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

from lineal.base.errors import RevisionError
from lineal.storage.git.process import environment

_UNTRACKED = "??"
_RENAMES = "RC"
# Two letters of status and a space come before the path.
_PATH_AT = 3


class Changes(NamedTuple):
    """Paths are relative to the root of the working tree."""

    changed: tuple[str, ...]
    untracked: tuple[str, ...]

    @property
    def any(self) -> bool:
        return bool(self.changed or self.untracked)


def git_changes(git_root: str, *, untracked: bool) -> Changes:
    mode = "all" if untracked else "no"
    command = ["git", "-C", git_root, "status", "--porcelain", "-z", f"--untracked-files={mode}"]
    try:
        done = subprocess.run(command, capture_output=True, env=environment(), check=False)  # noqa: S603
    except FileNotFoundError as exc:
        raise RevisionError("the `git` command is not there", hint="install Git") from exc
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise RevisionError(f"git status: {said}", hint=f"git -C {git_root} status says more")
    return parse_status(os.fsdecode(done.stdout))


def parse_status(text: str) -> Changes:
    """The output of ``git status --porcelain -z``."""
    changed: list[str] = []
    untracked: list[str] = []
    parts = iter(text.split("\0")[:-1])
    for part in parts:
        status, path = part[: _PATH_AT - 1], part[_PATH_AT:]
        (untracked if status == _UNTRACKED else changed).append(path)
        if set(status) & set(_RENAMES):
            next(parts, None)  # where it came from
    return Changes(tuple(changed), tuple(untracked))
