"""A clean copy of the project at a commit, beside everything that is anybody's.

Git's own worktree: the objects are shared, what is checked out is not. Hooks of the repository
do not run, and nothing is left of it afterwards.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import UsageError
from lineal.storage.git.process import run
from lineal.storage.removal import remove_path

if TYPE_CHECKING:
    from collections.abc import Iterator


class Place(NamedTuple):
    """``root`` is that of the repository, ``scratch`` is for what the run needs besides.

    ``problem`` is why the commit could not be checked out.
    """

    root: str
    scratch: str
    problem: str | None = None


@contextmanager
def worktree(git_root: str, commit: str, keep: str | None = None) -> Iterator[Place]:
    """``keep`` is the directory to leave it in."""
    if keep is not None and os.path.lexists(keep) and (not os.path.isdir(keep) or os.listdir(keep)):
        raise UsageError(f"'{keep}' exists and is not empty", hint="name a new directory")
    scratch = tempfile.mkdtemp(prefix="lineal-reproduce-")
    root = os.path.abspath(keep) if keep is not None else f"{scratch}/worktree"
    try:
        words = ["worktree", "add", "--quiet", "--detach", root, commit]
        answer = run(["-C", git_root, *_UNHOOKED, *words])
        yield Place(root, scratch, answer.complaint if answer.code else None)
    finally:
        if keep is None:
            discard(git_root, root)
        remove_path(scratch)


def discard(git_root: str, root: str) -> None:
    """Also what Git remembers of it; not ``prune``, which forgets worktrees that are not ours."""
    if os.path.lexists(root):
        remove_path(root)
    run(["-C", git_root, "worktree", "remove", "--force", "--force", root])


_UNHOOKED = ("-c", f"core.hooksPath={os.devnull}")


def apply_changes(place: Place, changes: bytes) -> str | None:
    """What was not committed then; the complaint when it does not fit."""
    words = ["apply", "--binary", "--whitespace=nowarn", "-"]
    answer = run(["-C", place.root, *words], given=changes)
    return answer.complaint or "git apply failed" if answer.code else None
