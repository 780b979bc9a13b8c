"""Which commits changed a file, and who made them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import RevisionError
from lineal.storage.git.process import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORMAT = "--format=%H%x00%an%x00%ae%x00%ct%x00%s"
_FIELDS = 5


class Touching(NamedTuple):
    """``time`` is seconds since the epoch."""

    commit: str
    name: str
    mail: str
    time: int
    subject: str


def commits_touching(
    git_dir: str, worktree: str, revisions: str, paths: Sequence[str], most: int
) -> list[Touching]:
    """Newest first. ``revisions`` is ``A..B`` or one; paths are absolute.

    Empty when Git does not know one of the revisions: a shallow clone, a rewritten history.
    """
    words = [
        f"--work-tree={worktree}",
        "--literal-pathspecs",
        "log",
        "--no-show-signature",
        _FORMAT,
        f"--max-count={most}",
        revisions,
        "--",
        *paths,
    ]
    try:
        answer = ask(git_dir, words)
    except RevisionError:
        return []
    return parse_log(answer)


def parse_log(text: str) -> list[Touching]:
    rows = (line.split("\0") for line in text.split("\n"))
    return [
        Touching(row[0], row[1], row[2], int(row[3]), row[4]) for row in rows if len(row) == _FIELDS
    ]


def who_changed(git_dir: str, worktree: str, paths: Sequence[str]) -> dict[str, Touching | None]:
    """The last commit that HEAD has of each; None for what differs from it by now.

    What Git does not have is not in the answer, nor is anything before the first commit.
    """
    words = [f"--work-tree={worktree}", "--literal-pathspecs", "diff", "--name-only", "-z", "HEAD"]
    try:
        differing = ask(git_dir, [*words, "--", *paths]).split("\0")
    except RevisionError:
        return {}
    changed = {os.path.join(worktree, name) for name in differing if name}
    found: dict[str, Touching | None] = {}
    for path in paths:
        if any(one == path or one.startswith(f"{path}/") for one in changed):
            found[path] = None
            continue
        last = commits_touching(git_dir, worktree, "HEAD", [path], 1)
        if last:
            found[path] = last[0]
    return found
