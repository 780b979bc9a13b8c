"""What each commit changed of the files we look at, as one ``git diff-tree`` tells it."""

from __future__ import annotations

import os
import secrets
from typing import IO, TYPE_CHECKING, NamedTuple

from lineal.base.errors import RevisionError
from lineal.storage.git.process import ask, start

if TYPE_CHECKING:
    from collections.abc import Sequence
    from subprocess import Popen

    from lineal.ledger.backfill.commits import Commit

# So many questions fit into a pipe, so that neither side waits for the other to read.
AT_ONCE = 200
_REGULAR = (b"100644", b"100755")


class Change(NamedTuple):
    """A path in the repository with its blob; None when it is gone."""

    path: str
    blob: str | None


class Changes:
    """Asked for some commits at a time; closed by whoever made it."""

    __slots__ = ("_empty", "_git_dir", "_mark", "_process")

    def __init__(self, git_dir: str, patterns: Sequence[str]) -> None:
        self._git_dir = git_dir
        # Git echoes a line that is no object, after all answers before it. A path may hold
        # any line, but not one that nobody could know.
        self._mark = f"end {secrets.token_hex(8)}\n".encode()
        self._empty = ask(git_dir, ["hash-object", "-t", "tree", os.devnull]).strip()
        words = "diff-tree --stdin -r --raw -z --no-renames --root --always --no-abbrev --".split()
        self._process: Popen[bytes] = start(git_dir, [*words, *patterns])

    def of(self, commits: Sequence[Commit]) -> list[list[Change]]:
        """Against the first parent; of a boundary, everything it has."""
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise self._broken()
        try:
            into.write("".join(map(self._question, commits)).encode() + self._mark)
            into.flush()
            answers = parse_changes(self._until_mark(out))
        except BrokenPipeError as exc:
            raise self._broken() from exc
        if len(answers) != len(commits):
            raise self._broken()
        return answers

    def close(self) -> None:
        # Its stdin at an end is what it leaves at.
        self._process.communicate()

    def _question(self, commit: Commit) -> str:
        if commit.is_boundary:
            return f"{self._empty} {commit.tree}\n"
        return f"{' '.join((commit.sha, *commit.parents[:1]))}\n"

    def _until_mark(self, out: IO[bytes]) -> bytes:
        parts = []
        while True:
            line = out.readline()
            if not line:
                raise self._broken()
            if line.endswith(self._mark):
                parts.append(line.removesuffix(self._mark))
                break
            parts.append(line)
        return b"".join(parts)

    def _broken(self) -> RevisionError:
        return RevisionError(
            f"git cannot compare commits of {self._git_dir}",
            hint="a partial clone lacks objects; git fsck says what is wrong",
        )


def parse_changes(data: bytes) -> list[list[Change]]:
    """One list for each commit, in order; links and submodules are no files of ours."""
    answers: list[list[Change]] = []
    tokens = iter(data.split(b"\0")[:-1] if data.endswith(b"\0") else data.split(b"\0"))
    for token in tokens:
        # A pair of trees is answered with a line, a commit with a name that ends in NUL.
        *headers, rest = token.split(b"\n")
        answers.extend([] for _ in headers)
        if rest.startswith(b":"):
            path = os.fsdecode(next(tokens))
            _, mode, _, blob, _ = rest.split(b" ")
            answers[-1].append(Change(path, blob.decode() if mode in _REGULAR else None))
        elif rest:
            answers.append([])
    return answers
