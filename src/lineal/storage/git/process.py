"""Starting ``git``: the same environment, and the same errors, for everyone who does."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import RevisionError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_GIT = "the `git` command is not there"
_NO_GIT_HINT = "install Git: revisions and repositories are read through it"


class Answer(NamedTuple):
    code: int
    out: bytes
    complaint: str


def run(words: Sequence[str], git_dir: str | None = None, given: bytes | None = None) -> Answer:
    """One command to its end; ``given`` is its stdin."""
    place = [] if git_dir is None else [f"--git-dir={git_dir}"]
    command = ["git", *place, *words]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, env=environment(), check=False
        )
    except FileNotFoundError as exc:
        raise RevisionError(_NO_GIT, hint=_NO_GIT_HINT) from exc
    return Answer(done.returncode, done.stdout, _complaint(done.stderr))


def ask(git_dir: str, words: Sequence[str], given: bytes | None = None) -> str:
    """What git answers; its complaint is the error."""
    return os.fsdecode(ask_bytes(git_dir, words, given))


def ask_bytes(git_dir: str, words: Sequence[str], given: bytes | None = None) -> bytes:
    answer = run(words, git_dir, given)
    if answer.code:
        raise RevisionError(f"git {words[0]}: {answer.complaint}", hint=f"see `git {words[0]} -h`")
    return answer.out


def start(git_dir: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """A process that is asked through its stdin. Ctrl-C is for us to act on, not for it."""
    try:
        return subprocess.Popen(
            ["git", f"--git-dir={git_dir}", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
    except FileNotFoundError as exc:
        raise RevisionError(_NO_GIT, hint=_NO_GIT_HINT) from exc


def environment() -> dict[str, str]:
    """Without what would make git look elsewhere, replace objects, or speak another language.

    It never asks for a password: nobody looks at the terminal it would wait at.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return {**kept, **_SETTLED}


_SETTLED = {
    "LC_ALL": "C",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_MISLEADING = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_TRACE"}
)


def _complaint(stderr: bytes) -> str:
    """The line that says why; git's hints are for those who typed the command."""
    said = stderr.decode(errors="replace").strip().splitlines()
    line = next((line for line in said if line.startswith("fatal: ")), " ".join(said))
    return line.removeprefix("fatal: ")
