"""``lineal data status``; dvc is its judge in tests/acceptance/test_comparing.py."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.place import Place


@pytest.fixture
def done(place: Place) -> Place:
    place.write({"sub/data/a": "1", "sub/data/b": "2"})
    place.lineal("add", "-q", "sub/data")
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", "commit", "-qm", "data"], check=True)
    return place


def test_a_target_is_meant_as_seen_from_here(done: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """dvc takes it as a path below the root."""
    done.write({"sub/data/a": "changed"})
    monkeypatch.chdir(done.root / "sub")

    found = json.loads(done.lineal("data", "status", "--json", "data", "--granular").stdout)

    assert {"uncommitted": {"modified": ["sub/data/", "sub/data/a"]}} == found


@pytest.mark.parametrize("target", ["sub", ".", "sub/data.dvc", "sub/data"])
def test_directories_above_and_dvc_files_are_targets(done: Place, target: str) -> None:
    """They stand for the outputs they hold."""
    found = json.loads(done.lineal("data", "status", "--json", "--unchanged", target).stdout)

    assert {"unchanged": ["sub/data/"]} == found


def test_a_target_that_names_nothing_is_said(done: Place) -> None:
    """Whoever mistyped a name would believe that nothing changed."""
    outcome = done.lineal("data", "status", "sub/dat")

    assert (0, "No changes.\n") == outcome[:2]
    assert "'sub/dat' is not tracked" in outcome.stderr
    assert "did you mean 'sub/data'?" in outcome.stderr


def test_what_was_seen_on_the_remote_is_believed_if_that_is_wanted(done: Place) -> None:
    """`--no-remote-refresh` asks for no directory that was seen there."""
    remote = done.root.parent / "remote"
    os.mkdir(remote)
    done.lineal("config", "core.remote", "store")
    done.write(
        {".dvc/config": f"[core]\n    remote = store\n['remote \"store\"']\n    url = {remote}\n"}
    )
    done.lineal("push", "-q")
    shutil.rmtree(remote / "files")

    believed = done.lineal("data", "status", "--json", "--not-in-remote", "--no-remote-refresh")
    asked = done.lineal("data", "status", "--json", "--not-in-remote")

    assert ({}, {"not_in_remote": ["sub/data/"]}) == (
        json.loads(believed.stdout),
        json.loads(asked.stdout),
    )
