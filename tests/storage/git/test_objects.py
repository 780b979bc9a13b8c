"""Git's objects through one process: right answers, and errors that name what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RevisionError
from lineal.storage.git.objects import GitObjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Commit = Callable[[dict[str, str]], str]
    Git = Callable[..., str]


@pytest.fixture
def objects(repository: Path) -> Iterator[GitObjects]:
    opened = GitObjects(str(repository / ".git"))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", ["HEAD", "main", "v1", "refs/heads/main", "HEAD~0", "main^0"])
def test_every_spelling_of_a_revision_means_its_commit(
    name: str, objects: GitObjects, commit: Commit, git: Git
) -> None:
    """An annotated tag is followed to what it tags."""
    sha = commit({"a": "1"})
    git("tag", "--annotate", "--message=first", "v1")
    assert objects.resolve(name) == sha
    assert objects.resolve(sha[:8]) == sha


@pytest.mark.parametrize("name", ["nope", "", " ", "HEAD~9", "HEAD\nHEAD", "a b", "--all", "\0"])
def test_what_is_no_revision_is_named(name: str, objects: GitObjects, commit: Commit) -> None:
    """The process answers the next question right, too."""
    sha = commit({"a": "1"})
    with pytest.raises(RevisionError, match="no such revision"):
        objects.resolve(name)
    assert objects.resolve("HEAD") == sha


def test_a_tag_of_a_file_is_no_revision(objects: GitObjects, commit: Commit, git: Git) -> None:
    """Git allows such tags; a project is not to be found in them."""
    commit({"a": "1"})
    git("tag", "odd", "HEAD:a")
    assert not objects.is_commit("odd")


def test_content_comes_out_as_it_went_in(objects: GitObjects, commit: Commit) -> None:
    """Newlines and emptiness included."""
    sha = commit({"a": "x\n\ny\n", "empty": ""})
    tree = objects.tree(objects.commit_tree(sha))
    assert {name: objects.read(entry.sha) for name, entry in tree.items()} == {
        "a": b"x\n\ny\n",
        "empty": b"",
    }


def test_a_missing_object_says_how_to_get_it(objects: GitObjects, commit: Commit) -> None:
    """As in a shallow clone."""
    commit({"a": "1"})
    with pytest.raises(RevisionError, match="0123456789 is missing"):
        objects.read("0" * 30 + "0123456789")


def test_a_commit_knows_its_parents_and_its_time(objects: GitObjects, commit: Commit) -> None:
    """Message text that looks like a header is not one."""
    first, second = commit({"a": "1"}), commit({"a": "2"})
    assert objects.parents(first) == []
    assert objects.parents(second) == [first]
    assert objects.commit_time(second) >= objects.commit_time(first) > 0
