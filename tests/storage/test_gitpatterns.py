"""Git itself is the judge of which paths a set of patterns ignores."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineal.storage.gitpatterns import PatternFile, parse_lines
from lineal.storage.gitrules import GitRules

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["a", "b", "ab", "a b", "x.txt", "#h", "!n", "[c]", "é", "a*", "-", "A", "\\s"]
DIRS = ["", "a", "d", "d/a", "d/b", "d/a/b"]
PIECES = st.sampled_from(
    [
        *(*NAMES, "*", "?", "**", "*.txt", "[ab]", "[!a]", "[a-c]", "a?", "*b", "\\#h", "\\!n"),
        *("\\[c]", "[[:alpha:]]", "[]-]", "[^x]b", "d", "é?", "a\\ b", "\\a", "[a", "**a", "?*"),
        *("[z-a]", "a "),
    ]
)
PATTERNS = st.builds(
    lambda negated, lead, pieces, tail: f"{negated}{lead}{'/'.join(pieces)}{tail}",
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "/", "**/"]),
    st.lists(PIECES, min_size=1, max_size=3),
    st.sampled_from(["", "/", "/*", "/**", " ", "\r"]),
)
FILES = st.lists(PATTERNS, max_size=6).map("\n".join)


@pytest.fixture(scope="module")
def work_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("git")
    subprocess.run(["git", "init", "-q", os.fspath(root)], check=True)
    for directory in DIRS:
        (root / directory).mkdir(parents=True, exist_ok=True)
    for directory in DIRS:
        for name in NAMES:
            path = root / directory / name
            if not path.exists():
                path.write_text("")
    return root


@settings(max_examples=150, deadline=None)
@given(top=FILES, inner=FILES, exclude=FILES)
def test_the_same_paths_are_ignored_as_by_git(
    work_tree: Path, top: str, inner: str, exclude: str
) -> None:
    """Whatever the patterns in the root, in a directory and in .git/info/exclude."""
    (work_tree / ".gitignore").write_text(top, newline="")
    (work_tree / "d/.gitignore").write_text(inner, newline="")
    (work_tree / ".git/info/exclude").write_text(exclude, newline="")
    rules = GitRules(os.fspath(work_tree))
    paths = [f"{d}/{n}".lstrip("/") for d in DIRS for n in NAMES]
    ours = {path for path in paths if rules.is_ignored(os.fspath(work_tree / path))}
    assert _ignored_by_git(work_tree, paths) == ours


def test_a_plain_name_needs_no_glob() -> None:
    """The usual lines of data repositories are found without a regular expression."""
    patterns = PatternFile(b"/model.pkl\n/data\n/we\\[ird\\]\n")
    assert patterns._globs == []
    assert patterns.verdict("we[ird]", is_dir=False) is True


def test_the_last_matching_line_decides() -> None:
    """A later line re-includes what an earlier one excludes, and the reverse."""
    patterns = PatternFile(b"*.csv\n!/keep.csv\n/keep.csv/\n")
    verdicts = [patterns.verdict("keep.csv", is_dir=is_dir) for is_dir in (False, True)]
    assert verdicts == [False, True]


def test_comments_blanks_and_lone_escapes_are_no_patterns() -> None:
    """Nothing is made of lines that Git skips."""
    assert parse_lines(b"# c\n\n   \n!\n/\nend\\\n") == []


def test_case_can_be_ignored() -> None:
    """core.ignorecase, the default on macOS, applies to names and to globs."""
    patterns = PatternFile(b"/Data\n*.CSV\n", ignore_case=True)
    assert [patterns.verdict(p, is_dir=False) for p in ("data", "x.csv")] == [True, True]


def _ignored_by_git(root: Path, paths: list[str]) -> set[str]:
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=root,
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    )
    return set(done.stdout.decode().split("\0")) - {""}
