"""``dvc check-ignore`` judges the rules of whole projects."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.storage.ignore import IgnoreRules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.harness.project import Project

PATHS = [f"{d}{n}" for d in ("", "d/", "d/e/") for n in ("a", "b.tmp", "c d", "é", "e", "x")]
CASES = [
    ("*.tmp", ""),
    ("/a\nd/e/", "!/a"),
    ("d/*\n!d/a", "x"),
    ("**/e\n# c\n  spaced  ", "/e/x\n!b.tmp"),
    ("*", "!a"),
    ("[ab]*\n!b.tmp\nd/**/x", "\\a"),
    ("e/", "*.tmp\n/c d"),
    (".dvcignore\nx", "a"),
]


@pytest.mark.peer
@pytest.mark.parametrize(("top", "inner"), CASES)
def test_the_same_paths_are_ignored_as_by_dvc(
    make_project: Callable[[str], Project], top: str, inner: str
) -> None:
    """Patterns of the root and of a directory, merged."""
    project = make_project("it")
    project.write({path: "" for path in PATHS if not path.endswith("e")})
    project.write({".dvcignore": top, "d/.dvcignore": inner, "e": ""})
    answer = project.dvc("check-ignore", *PATHS).stdout.splitlines()
    rules = IgnoreRules(os.fspath(project.root))
    ignored = [
        path
        for path in PATHS
        if rules.is_ignored(os.fspath(project.root / path), is_dir=(project.root / path).is_dir())
    ]
    assert answer == ignored


@pytest.mark.peer
def test_the_deciding_line_is_named_as_by_dvc(make_project: Callable[[str], Project]) -> None:
    """File, line number and pattern, as in DVC's error for an ignored output."""
    project = make_project("it")
    project.write(
        {".dvcignore": "# first\n*.tmp\n", "d/.dvcignore": "/a\n", "d/a": "", "x.tmp": ""}
    )
    answer = project.dvc("check-ignore", "-d", "x.tmp", "d/a").stdout
    rules = IgnoreRules(os.fspath(project.root))
    ours = [f"{rules.explain(os.fspath(project.root / name))}\t{name}" for name in ("x.tmp", "d/a")]
    assert answer.splitlines() == ours


def test_filtering_agrees_with_asking(tmp_path: Path) -> None:
    """A walk and a single question give the same answer."""
    (tmp_path / ".dvcignore").write_text("*.tmp\n/d\n")
    (tmp_path / "sub/.dvc").mkdir(parents=True)
    rules = IgnoreRules(os.fspath(tmp_path))
    names = ["d", "e", "sub", ".git", ".hg", ".dvc", ".lineal", "x.tmp"]
    dirs, files = rules.filter_names(os.fspath(tmp_path), names, names)
    root = os.fspath(tmp_path)
    assert dirs == [n for n in names if not rules.is_ignored(f"{root}/{n}", is_dir=True)]
    assert files == [n for n in names if not rules.is_ignored(f"{root}/{n}", is_dir=False)]
    assert (dirs, files) == (["e"], ["e", "sub", ".hg", ".dvc", ".lineal"])


def test_paths_outside_the_project_have_no_rules(tmp_path: Path) -> None:
    """Not even the built-in names are hidden there."""
    rules = IgnoreRules(os.fspath(tmp_path / "project"))
    assert rules.filter_names(os.fspath(tmp_path), [".git"], ["a"]) == ([".git"], ["a"])


def test_a_malformed_pattern_is_named(tmp_path: Path) -> None:
    """DVC crashes here; the line is the answer."""
    (tmp_path / ".dvcignore").write_text("ok\nend\\\n")
    with pytest.raises(DataError, match=r"malformed pattern: \.dvcignore:2:end"):
        IgnoreRules(os.fspath(tmp_path)).is_ignored(os.fspath(tmp_path / "a"), is_dir=False)
