"""How files differ between two commits, or a commit and the working tree, as Git says it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import RevisionError
from lineal.storage.git.process import ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# As many paths as fit into one command line on every system.
_MOST_PATHS = 500
_FILE = "diff --git "
_MOST_CHARACTERS = 10_000_000
_SETTLED = (
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)


class FileDiff(NamedTuple):
    """One file; ``lines`` are its hunks as unified diff, none for what is not text."""

    path: str
    added: int
    removed: int
    lines: tuple[str, ...]


def file_diffs(
    git_dir: str, worktree: str, old: str, new: str | None, paths: Sequence[str]
) -> list[FileDiff]:
    """Of these files and directories, relative to the working tree; ``new`` of None is there."""
    found: list[FileDiff] = []
    revisions = [old] if new is None else [old, new]
    for at in range(0, len(paths), _MOST_PATHS):
        words = [
            f"--work-tree={worktree}",
            "--literal-pathspecs",
            "-c",
            "core.quotePath=false",
            "diff",
            *_SETTLED,
            *revisions,
            "--",
            *(os.path.join(worktree, path) for path in paths[at : at + _MOST_PATHS]),
        ]
        found += parse_diff(ask(git_dir, words)[:_MOST_CHARACTERS])
    return found


def parse_diff(text: str) -> list[FileDiff]:
    """The output of ``git diff``, without its headers."""
    return [_file(part.split("\n")) for part in _parts(text)]


def has_commit(git_dir: str, commit: str) -> bool:
    """Whether a commit somebody else recorded is in this clone."""
    try:
        ask(git_dir, ["cat-file", "-e", f"{commit}^{{commit}}"])
    except RevisionError:
        return False
    return True


def _parts(text: str) -> Iterable[str]:
    """A line of a file never begins so: those begin with a space, a plus or a minus."""
    return [part.rstrip("\n") for part in f"\n{text}".split(f"\n{_FILE}")[1:]]


def _file(lines: list[str]) -> FileDiff:
    begin = next((at for at, line in enumerate(lines) if line.startswith("@@")), len(lines))
    hunks = lines[begin:]
    added = sum(line.startswith("+") for line in hunks)
    removed = sum(line.startswith("-") for line in hunks)
    return FileDiff(_path(lines[0], lines[1:begin]), added, removed, tuple(hunks))


def _path(names: str, head: list[str]) -> str:
    """Of ``+++ b/…`` or ``--- a/…``; a file that is not text has only ``a/… b/…``."""
    for mark in ("+++ b/", "--- a/"):
        for line in head:
            if line.startswith(mark):
                return line.removeprefix(mark).removesuffix("\t")
    half = (len(names) - 1) // 2
    return names[:half].removeprefix("a/")
