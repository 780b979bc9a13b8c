"""Which revisions a scope means, and what a project looks like at one of them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RevisionError, UsageError
from lineal.pipeline.discover import discover
from lineal.pipeline.revisions import Scope, at_revision, revisions
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pipeline.place import Place


@pytest.fixture
def past(place: Place) -> Callable[..., str]:
    """Write stages, commit everything, say the hash."""

    def commit(**stages: object) -> str:
        place.stages({name: {"cmd": cmd} for name, cmd in stages.items()})
        _git("add", "--all")
        _git("commit", "--quiet", "--allow-empty", "--message=more")
        return _git("rev-parse", "HEAD")

    return commit


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def _names(scope: Scope) -> list[tuple[str, str | None]]:
    with open_workspace() as ws:
        return [(found.name, found.commit) for found in revisions(ws, scope)]


def test_a_revision_has_its_own_stages(past: Callable[..., str]) -> None:
    """Under the same paths, with the workspace changed since."""
    first = past(one="true")
    past(one="true", two="true")
    with open_workspace() as ws:
        before = [(stage.file, stage.name) for stage in discover(at_revision(ws, first))]
        assert before == [(f"{ws.root}/dvc.yaml", "one")]
        assert [stage.name for stage in discover(ws)] == ["one", "two"]


def test_without_a_scope_there_is_only_the_workspace(past: Callable[..., str]) -> None:
    """It has no name then, as in what dvc prints."""
    past(one="true")
    assert _names(Scope()) == [("", None)]


def test_a_commit_with_several_names_comes_once(past: Callable[..., str]) -> None:
    """The names in the order they were asked for."""
    sha = past(one="true")
    _git("branch", "side")
    _git("tag", "v1")
    main = _git("symbolic-ref", "--short", "HEAD")
    scope = Scope(branches=True, tags=True)
    assert _names(scope) == [("workspace", None), (f"{main},side,v1", sha)]


@pytest.mark.parametrize(
    ("num", "expected"), [(0, []), (1, [2]), (2, [2, 1]), (9, [2, 1, 0]), (-1, [2, 1, 0])]
)
def test_earlier_commits_are_counted_along_first_parents(
    num: int, expected: list[int], past: Callable[..., str]
) -> None:
    """A negative number means all of them."""
    commits = [past(one="true"), past(two="true"), past(three="true")]
    found = _names(Scope(workspace=False, revs=("HEAD",), num=num))
    assert [commit for _, commit in found] == [commits[at] for at in expected]


def test_all_commits_reach_back_from_every_branch(past: Callable[..., str]) -> None:
    """Also from those that are not checked out."""
    first = past(one="true")
    _git("switch", "--quiet", "--create", "side")
    second = past(two="true")
    _git("switch", "--quiet", "--detach", first)
    found = _names(Scope(workspace=False, all_commits=True))
    assert {commit for _, commit in found} == {first, second}


def test_commits_since_a_date(past: Callable[..., str]) -> None:
    """The day counts from its first moment."""
    sha = past(one="true")
    assert _names(Scope(workspace=False, date="2001-01-01")) == [(sha, sha)]
    assert _names(Scope(workspace=False, date="2999-01-01")) == []


def test_a_date_that_is_none_is_named() -> None:
    """With the form it should have."""
    with pytest.raises(UsageError, match="'yesterday' is not a date"):
        _timestamp_of("yesterday")


def _timestamp_of(date: str) -> None:
    from lineal.pipeline.revisions import _timestamp

    _timestamp(date)


def test_an_unknown_revision_is_named(past: Callable[..., str]) -> None:
    """Before anything else is done."""
    past(one="true")
    with pytest.raises(RevisionError, match="no such revision: 'v9'"):
        _names(Scope(revs=("v9",)))


def test_ignored_files_are_those_of_the_revision(place: Place, past: Callable[..., str]) -> None:
    """What hides a file now did not hide it then."""
    place.write({"sub/dvc.yaml": "stages: {deep: {cmd: 'true'}}\n"})
    first = past(one="true")
    place.write({".dvcignore": "sub\n"})
    with open_workspace() as ws:
        assert {stage.name for stage in discover(at_revision(ws, first))} == {"one", "deep"}
        assert {stage.name for stage in discover(ws)} == {"one"}


def test_a_project_without_git_has_no_revisions(place: Place) -> None:
    """The error says what to do about that."""
    (place.root / ".git").rename(place.root / "no-git")
    with open_workspace() as ws, pytest.raises(RevisionError, match="not in a Git repository"):
        at_revision(ws, "HEAD")
