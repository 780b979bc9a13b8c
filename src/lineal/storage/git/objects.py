"""Commits, trees and blobs of one repository, through a single ``git cat-file --batch``.

Asking costs a write and a read on a pipe; a process for each would cost milliseconds.
"""

from __future__ import annotations

import os
from _thread import allocate_lock
from typing import IO, TYPE_CHECKING, NamedTuple

from lineal.base.errors import RevisionError

if TYPE_CHECKING:
    from subprocess import Popen

DIRECTORY = "40000"
_LINK = "120000"
_SUBMODULE = "160000"
# Trees are shared between revisions; more than this are not worth their memory.
_MOST_TREES = 4096
_SHA1_BYTES = 20
_SHA1_DIGITS = 40


class Entry(NamedTuple):
    """One name in a directory of a revision."""

    mode: str
    sha: str

    @property
    def is_dir(self) -> bool:
        return self.mode == DIRECTORY

    @property
    def is_link(self) -> bool:
        return self.mode == _LINK

    @property
    def is_file(self) -> bool:
        return self.mode not in {DIRECTORY, _LINK, _SUBMODULE}


class Listed(NamedTuple):
    """What a directory holds; where links lead depends on where the directory is."""

    subdirs: tuple[str, ...]
    files: tuple[str, ...]
    links: tuple[str, ...]


class GitObjects:
    """Opened lazily, closed by whoever made it; may be asked from several threads."""

    __slots__ = ("_lock", "_process", "_scans", "_trees", "git_dir")

    def __init__(self, git_dir: str) -> None:
        self.git_dir = git_dir
        self._process: Popen[bytes] | None = None
        self._lock = allocate_lock()
        self._trees: dict[str, dict[str, Entry]] = {}
        self._scans: dict[tuple[str, object], Listed] = {}

    def resolve(self, revision: str) -> str:
        """The commit a revision means: a branch, a tag, a short hash, ``HEAD~2``."""
        found = self._ask(f"{revision}^{{commit}}") if _is_one_line(revision) else None
        if found is None:
            raise RevisionError(
                f"no such revision: '{revision}'",
                hint="git branch --all and git tag list what there is;"
                " git fetch gets what others pushed",
            )
        return found[0]

    def is_commit(self, revision: str) -> bool:
        """False also for a tag of a file or a directory, which Git allows."""
        return self._ask(f"{revision}^{{commit}}") is not None

    def commit_tree(self, commit: str) -> str:
        """The tree of a commit, which names everything in it."""
        return _tree_in(self.read(commit))

    def commit_time(self, commit: str) -> int:
        """Seconds since the epoch, of the committer."""
        lines = self.read(commit).split(b"\n\n", 1)[0].split(b"\n")
        line = next(line for line in lines if line.startswith(b"committer "))
        return int(line.rsplit(b" ", 2)[1])

    def parents(self, commit: str) -> list[str]:
        lines = self.read(commit).split(b"\n\n", 1)[0].split(b"\n")
        return [line[7:].decode() for line in lines if line.startswith(b"parent ")]

    def read(self, sha: str) -> bytes:
        found = self._ask(sha)
        if found is None:
            raise RevisionError(
                f"Git object {sha} is missing",
                hint="a shallow or partial clone lacks history: git fetch --unshallow",
            )
        return found[1]

    def tree(self, sha: str) -> dict[str, Entry]:
        """The names of one directory."""
        known = self._trees.get(sha)
        if known is None:
            if len(self._trees) >= _MOST_TREES:
                self._trees.clear()
            known = parse_tree_object(self.read(sha), len(sha) // 2)
            self._trees[sha] = known
        return known

    def scan(self, sha: str, endings: str | tuple[str, ...]) -> Listed:
        """Names by kind: most directories are the same in most revisions."""
        known = self._scans.get((sha, endings))
        if known is None:
            if len(self._scans) >= _MOST_TREES:
                self._scans.clear()
            known = _listed(self.tree(sha), endings)
            self._scans[sha, endings] = known
        return known

    def close(self) -> None:
        if self._process is not None:
            # Its stdin at an end is what it leaves at.
            self._process.communicate()
            self._process = None

    def _ask(self, name: str) -> tuple[str, bytes] | None:
        """Hash and content; None for what the repository does not have."""
        with self._lock:
            into, out = self._pipes()
            try:
                into.write(os.fsencode(name) + b"\n")
                into.flush()
                return _answer(out)
            except (BrokenPipeError, EOFError) as exc:
                raise RevisionError(
                    f"git cannot read the repository {self.git_dir}", hint="git fsck says why"
                ) from exc

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            from lineal.storage.git.process import start  # deferred: subprocess

            self._process = start(self.git_dir, ["cat-file", "--batch"])
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise RevisionError(f"no pipe to git for {self.git_dir}", hint="run the command again")
        return into, out


def parse_tree_object(data: bytes, width: int = _SHA1_BYTES) -> dict[str, Entry]:
    """``mode name NUL hash``, again and again."""
    entries: dict[str, Entry] = {}
    at = 0
    while at < len(data):
        space = data.index(b" ", at)
        end = data.index(b"\0", space)
        name = os.fsdecode(data[space + 1 : end])
        entries[name] = Entry(data[at:space].decode(), data[end + 1 : end + 1 + width].hex())
        at = end + 1 + width
    return entries


def _listed(tree: dict[str, Entry], endings: str | tuple[str, ...]) -> Listed:
    wanted = [(name, entry) for name, entry in tree.items() if name.endswith(endings)]
    return Listed(
        tuple(name for name, entry in tree.items() if entry.is_dir),
        tuple(name for name, entry in wanted if entry.is_file),
        tuple(name for name, entry in wanted if entry.is_link),
    )


def _tree_in(commit: bytes) -> str:
    return commit[5 : commit.index(b"\n")].decode()


def _answer(out: IO[bytes]) -> tuple[str, bytes] | None:
    header = out.readline()
    if not header.endswith(b"\n"):
        raise EOFError
    words = header.split()
    if len(words) != 3 or len(words[0]) < _SHA1_DIGITS or not words[2].isdigit():  # noqa: PLR2004
        return None
    size = int(words[2])
    content = out.read(size + 1)
    if len(content) != size + 1:
        raise EOFError
    return words[0].decode(), content[:size]


def _is_one_line(text: str) -> bool:
    """A line more would be a question more. An empty name means the tree of HEAD to git."""
    return bool(text.strip()) and "\n" not in text and "\0" not in text
