"""Which commits there are that were not imported yet, oldest first. Asks Git once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import UsageError
from lineal.storage.git.process import ask, ask_bytes, run

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELDS = "%m%H%x00%T%x00%P%x00%an%x00%ae%x00%ct%x00%s"
_FIELD_COUNT = 7
_BOUNDARY = "-"
_MOST_SUBJECT = 500
_NAMED = re.compile(r"\^?[0-9a-f]{40,64}")

#: Where history is looked at: what is on branches and tags; or every reference there is, which
#: includes DVC's experiments. What is stashed was never finished.
BRANCHES = ("--branches", "--remotes", "--tags")
EVERYTHING = ("--exclude=refs/stash", "--all")


class Commit(NamedTuple):
    """``committed`` is in seconds, as Git has it.

    ``is_boundary``: a parent of a new commit, imported before or left out; only its files matter.
    """

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: str
    email: str
    committed: int
    subject: str
    is_boundary: bool


class Range(NamedTuple):
    """Commits asked for: words for Git, and whether they leave out some that are older."""

    words: tuple[str, ...]
    excludes: bool = False


def parse_range(git_dir: str, text: str) -> Range:
    """``main``, ``v1.0..main``, ``a ^b``; an error of ours for what Git does not know."""
    words = text.split()
    if not words or any(word.startswith("-") for word in words):
        raise UsageError(f"'{text}' is not a range of revisions", hint="v1.0..main, or a branch")
    named = [
        line
        for line in ask(git_dir, ["rev-parse", "--end-of-options", *words]).split()
        if line != "--end-of-options"
    ]
    if not all(map(_NAMED.fullmatch, named)):
        raise UsageError(
            f"'{text}' is not a range of revisions",
            hint="git branch --all and git tag list what there is",
        )
    return Range(tuple(named), any(line.startswith("^") for line in named))


def new_commits(git_dir: str, wanted: Range, known: Iterable[str]) -> list[Commit]:
    """Every commit after its parents, as early as its time allows.

    ``known`` are commits that were imported with all their ancestors.
    """
    words = [*wanted.words, *_head(git_dir, wanted), *(f"^{sha}" for sha in known)]
    if not words:
        return []
    # Thousands of tips would be too long for a command line; options are not allowed there.
    options = [word for word in words if word.startswith("--")]
    rest = "".join(f"{word}\n" for word in words if not word.startswith("--"))
    logged = ask_bytes(
        git_dir,
        [
            "log",
            "-z",
            "--encoding=UTF-8",
            "--date-order",
            "--reverse",
            "--boundary",
            f"--format={_FIELDS}",
            "--no-show-signature",
            "--ignore-missing",
            *options,
            "--stdin",
        ],
        rest.encode(),
    )
    return parse_log(logged.decode("utf-8", "replace"))


def is_shallow(git_dir: str) -> bool:
    """Whether a clone has only the last commits; it may get the others later."""
    return ask(git_dir, ["rev-parse", "--is-shallow-repository"]).strip() == "true"


def parse_log(text: str) -> list[Commit]:
    """What ``git log -z`` says with our format."""
    fields = text.split("\0")
    return [
        _commit(fields[at : at + _FIELD_COUNT])
        for at in range(0, len(fields) - _FIELD_COUNT + 1, _FIELD_COUNT)
    ]


def _commit(fields: list[str]) -> Commit:
    marked, tree, parents, author, email, committed, subject = fields
    return Commit(
        sha=marked[1:],
        tree=tree,
        parents=tuple(parents.split()),
        author=author,
        email=email,
        committed=int(committed or 0),
        subject=subject[:_MOST_SUBJECT],
        is_boundary=marked[0] == _BOUNDARY,
    )


def _head(git_dir: str, wanted: Range) -> list[str]:
    """HEAD may be on no branch, and a repository may have no commit yet."""
    if not any(word.startswith("--") for word in wanted.words):
        return []
    answer = run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], git_dir)
    return [] if answer.code else [answer.out.decode().strip()]
