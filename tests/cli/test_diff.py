"""``lineal diff``; that it says what dvc says is shown in tests/acceptance/test_comparing.py."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.place import Place


def commit() -> None:
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", "commit", "-qm", "data"], check=True)


@pytest.fixture
def two(place: Place) -> Place:
    """Two versions of a directory, committed."""
    for text in ("1", "2"):
        place.write({"data/a": text, "data/same": "x"})
        place.lineal("add", "-q", "data")
        commit()
    return place


def test_two_revisions(two: Place) -> None:
    """The directory and the file in it; what is the same is not named."""
    outcome = two.lineal("diff", "HEAD~1", "HEAD")

    assert (
        0,
        "Modified:\n    data/\n    data/a\n\nfiles summary: 1 modified\n",
        "",
    ) == outcome


def test_the_workspace_may_be_the_old_side(two: Place) -> None:
    """dvc says nothing then."""
    two.write({"data/new": "n"})

    found = json.loads(two.lineal("diff", "workspace", "HEAD", "--json").stdout)

    assert [{"path": "data/new"}] == found["deleted"]


def test_a_list_that_is_nowhere_is_said_to_be(two: Place) -> None:
    """The directory itself is known to differ."""
    shutil.rmtree(two.root / ".dvc/cache")

    outcome = two.lineal("diff", "HEAD~1", "HEAD", "--json")

    assert "warning: the list of files of 'data' is nowhere" in outcome.stderr
    assert [{"path": "data/"}] == json.loads(outcome.stdout)["modified"]


def test_a_name_with_a_typo_is_corrected(two: Place) -> None:
    """By the outputs of both revisions."""
    outcome = two.lineal("diff", "--targets", "dat")

    assert (1, "hint: did you mean 'data'?\n") == (
        outcome.exit_code,
        outcome.stderr.splitlines(keepends=True)[1],
    )


def test_a_broken_revision_is_an_error(two: Place) -> None:
    """Not a project without that output."""
    two.write({"dvc.yaml": "stages: [\n"})
    commit()

    outcome = two.lineal("diff", "HEAD~1", "HEAD", "--targets", "data")

    assert (1, True) == (outcome.exit_code, "dvc.yaml" in outcome.stderr)


def test_without_git_there_is_no_past(place: Place) -> None:
    """Said as what it is."""
    shutil.rmtree(place.root / ".git")

    outcome = place.lineal("diff")

    assert (1, True) == (outcome.exit_code, "not in a Git repository" in outcome.stderr)
