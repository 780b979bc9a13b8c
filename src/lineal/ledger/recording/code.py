"""The code as it was when a run began: commit, branch, what differs from it; and whose it is.

Git is asked beside the first stages, so outputs that stages write, and locks, do not count.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING, NamedTuple

from lineal.storage.git.process import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A difference that is larger is not kept, only that there was one.
MOST_BYTES = 10 << 20
#: Filters and hooks of a repository may take any time; a run ends without them.
PATIENCE_SECONDS = 60.0
#: Written by runs themselves.
_OURS = ("dvc.lock", ".gitignore", "*.dvc")
#: With more of them the command line would be too long.
_MOST_EXCLUDED = 1_000
_COMMIT, _BRANCH, _NONE = "# branch.oid ", "# branch.head ", ("(initial)", "(detached)")


class Code(NamedTuple):
    """``dirty`` are paths from the project's root that differ from the commit, or are not in it.

    ``difference`` is what ``git diff HEAD`` says, None when nothing tracked differs or it is too
    large. ``problem`` says why Git could not be asked.
    """

    commit: str | None = None
    branch: str | None = None
    dirty: tuple[str, ...] = ()
    difference: bytes | None = None
    name: str | None = None
    email: str | None = None
    problem: str | None = None


def read_code(git_root: str, root: str, excluded: Sequence[str]) -> Code:
    """``excluded`` are paths that stages write and Git tracks; they are absolute."""
    try:
        return _read(git_root, root, _beyond(git_root, excluded))
    except OSError as exc:
        return Code(problem=f"git: {exc.strerror}")


def _read(git_root: str, root: str, places: list[str]) -> Code:
    said, cut = _git(
        git_root,
        ["status", "--porcelain=v2", "--branch", "-z", "--no-renames", "-uall", "--", *places],
    )
    if said is None:
        return Code(problem="git status failed")
    lines = os.fsdecode(said).split("\0")
    if cut:
        del lines[-1]
    commit, branch = _after(lines, _COMMIT), _after(lines, _BRANCH)
    tracked = [line.split(" ", 8)[8] for line in lines if line.startswith("1 ")]
    tracked += [line.split(" ", 10)[10] for line in lines if line.startswith("u ")]
    unknown = [line[2:] for line in lines if line.startswith("? ")]
    difference = None
    if tracked and commit is not None:
        difference = _difference(git_root, places)
    prefix = os.path.relpath(git_root, root)
    dirty = [path if prefix == "." else os.path.normpath(f"{prefix}/{path}") for path in tracked]
    dirty += [path if prefix == "." else os.path.normpath(f"{prefix}/{path}") for path in unknown]
    return Code(commit, branch, tuple(dirty), difference, *_user(git_root))


def _difference(git_root: str, places: list[str]) -> bytes | None:
    words = ["--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--binary", "HEAD"]
    said, cut = _git(git_root, ["diff", *words, "--", *places])
    return None if cut else said


def _user(git_root: str) -> tuple[str | None, str | None]:
    said, _ = _git(git_root, ["config", "-z", "--get-regexp", r"^user\.(name|email)$"])
    known = dict(
        item.split("\n", 1)
        for item in (said or b"").decode(errors="replace").split("\0")
        if "\n" in item
    )
    return known.get("user.name"), known.get("user.email")


def _git(git_root: str, words: list[str]) -> tuple[bytes | None, bool]:
    """What it says, and whether that was too much; None when it complains."""
    process = subprocess.Popen(
        ["git", "-C", git_root, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=True,
    )
    assert process.stdout is not None  # noqa: S101  it is a pipe
    patience = threading.Timer(PATIENCE_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    patience.daemon = True
    patience.start()
    with process.stdout as stream:
        said = stream.read(MOST_BYTES + 1)
    patience.cancel()
    if len(said) > MOST_BYTES:
        process.kill()
        process.wait()
        return said[:MOST_BYTES], True
    return (said if process.wait() == 0 else None), False


def _beyond(git_root: str, excluded: Sequence[str]) -> list[str]:
    """Everything but those, as Git is told it."""
    places = [":(top)", *(f":(top,exclude,glob)**/{name}" for name in _OURS)]
    if len(excluded) <= _MOST_EXCLUDED:
        inside = (path for path in excluded if path.startswith(f"{git_root}/"))
        places += [f":(top,exclude,literal){path[len(git_root) + 1 :]}" for path in inside]
    return places


def _after(lines: list[str], start: str) -> str | None:
    found = next((line[len(start) :] for line in lines if line.startswith(start)), None)
    return None if found in _NONE else found
