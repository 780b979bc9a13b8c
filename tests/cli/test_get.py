"""``lineal get``; that it brings what dvc brings is shown in tests/acceptance/test_get.py."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place


@pytest.fixture
def here(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory beside a project whose data is committed, pushed and not in the workspace."""
    remote = tmp_path / "remote"
    config = f"[core]\n    remote = store\n['remote \"store\"']\n    url = {remote}\n"
    place.write({"data/a": "1", "data/sub/b": "2", ".dvc/config": config})
    place.lineal("add", "-q", "data")
    place.lineal("push", "-q")
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", "commit", "-qm", "data"], check=True)
    directory = tmp_path / "here"
    directory.mkdir()
    monkeypatch.chdir(directory)
    return directory


def test_one_file_of_a_directory_needs_only_itself(here: Path, place: Place) -> None:
    """And the list that it is in."""
    source = str(place.root)
    for path in (place.root.parent / "remote/files").rglob("*"):
        if path.is_file() and path.read_text() == "2":
            path.unlink()
    subprocess.run(["rm", "-rf", place.root / ".dvc/cache", place.root / "data"], check=True)

    outcome = place.lineal("get", source, "data/a", "--rev", "HEAD")

    assert (0, "1") == (outcome.exit_code, (here / "a").read_text())


def test_a_damaged_object_is_named_and_nothing_is_left(here: Path, place: Place) -> None:
    """It is read anyway, so it is judged."""
    for path in (place.root / ".dvc/cache/files/md5").rglob("*"):
        if path.is_file() and path.read_text() == "2":
            path.chmod(0o644)
            path.write_text("damaged")
            path.chmod(0o444)

    outcome = place.lineal("get", str(place.root), "data", "--rev", "HEAD")

    assert (1, []) == (outcome.exit_code, os.listdir(here))
    assert "is damaged: its bytes do not match its name" in outcome.stderr


def test_settings_of_the_remote_can_be_given(here: Path, place: Place, tmp_path: Path) -> None:
    """By a file, by the name of a remote, and one by one."""
    source = str(place.root)
    (tmp_path / "remote").rename(tmp_path / "moved")
    subprocess.run(["rm", "-rf", place.root / ".dvc/cache", place.root / "data"], check=True)
    (tmp_path / "settings").write_text("['remote \"other\"']\n    url = moved\n")

    one = place.lineal("get", source, "data/a", "--remote-config", f"url={tmp_path}/moved")
    other = place.lineal(
        "get", source, "data/sub/b", "--config", f"{tmp_path}/settings", "--remote", "other"
    )

    assert (0, 0, ["a", "b"]) == (one.exit_code, other.exit_code, sorted(os.listdir(here)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["data/x"], "'data/x' is neither tracked nor there"),
        (["dat"], "did you mean 'data'?"),
        (["../secret"], "is outside the project"),
        (["data", "--rev", "v9"], "no such revision: 'v9'"),
        (["data", "--remote-config", "url"], "--remote-config needs key=value, not 'url'"),
        (["data", "--config", "none"], "no such file: none"),
        (["data", "-o", "x.dvc"], "'x.dvc' is a project file, not data"),
    ],
)
def test_bad_input_is_named(here: Path, place: Place, words: list[str], said: str) -> None:
    """And nothing is written."""
    outcome = place.lineal("get", str(place.root), *words)

    assert (True, []) == (said in outcome.stderr, os.listdir(here))


def test_what_is_there_is_kept_until_all_is_here(here: Path, place: Place) -> None:
    """Force replaces a directory as a whole."""
    (here / "data").mkdir()
    (here / "data/mine").write_text("")

    refused = place.lineal("get", str(place.root), "data", "-o", "data/..")
    forced = place.lineal("get", str(place.root), "data", "-o", ".", "-f")

    assert (1, 0) == (refused.exit_code, forced.exit_code)
    assert ["a", "sub"] == sorted(os.listdir(here / "data"))
