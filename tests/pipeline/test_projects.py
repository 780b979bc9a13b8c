"""Opening a project where it is: this one, another, one behind a URL."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RevisionError
from lineal.pipeline.discover import discover
from lineal.pipeline.projects import open_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place


@pytest.fixture
def committed(place: Place) -> Place:
    place.stages({"one": {"cmd": "true"}})
    place.lineal("config", "core.remote", "away")
    place.write(
        {".dvc/config": "[core]\n    remote = away\n['remote \"away\"']\n    url = s3://b\n"}
    )
    _git(place.root, "add", "--all")
    _git(place.root, "commit", "--quiet", "--message=first")
    return place


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def _stages(location: str | None, rev: str | None = None) -> list[str | None]:
    with open_project(location, rev) as ws:
        return [stage.name for stage in discover(ws)]


def test_a_local_project_is_its_workspace(committed: Place) -> None:
    """Uncommitted stages included, unless a revision is named."""
    committed.stages({"one": {"cmd": "true"}, "two": {"cmd": "true"}})
    here = os.fspath(committed.root)
    assert _stages(None) == _stages(here) == ["one", "two"]
    assert _stages(here, "HEAD") == ["one"]


def test_a_repository_behind_a_url_is_its_default_branch(committed: Place) -> None:
    """With its own settings, and nothing checked out anywhere."""
    with open_project(f"file://{committed.root}") as ws:
        assert [stage.name for stage in discover(ws)] == ["one"]
        assert ws.config.remotes == {"away": {"url": "s3://b"}}
        assert not os.path.exists(ws.root)


def test_a_mirror_follows_its_origin(committed: Place) -> None:
    """A new commit is seen by the next who asks."""
    url = f"file://{committed.root}"
    before = _stages(url)
    committed.stages({"later": {"cmd": "true"}})
    _git(committed.root, "commit", "--quiet", "--all", "--message=second")
    assert (before, _stages(url), _stages(url, "HEAD~1")) == (["one"], ["later"], ["one"])


def test_a_url_that_leads_nowhere_is_named_without_its_password(place: Place) -> None:
    """And leaves nothing that looks like a mirror."""
    url = f"https://me:secret@127.0.0.1:9/{place.root.name}"
    with pytest.raises(RevisionError, match=r"cannot clone https://127\.0\.0\.1:9") as caught:
        _stages(url)
    assert "secret" not in str(caught.value)
