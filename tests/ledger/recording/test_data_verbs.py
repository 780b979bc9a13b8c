"""Data that is added, imported, updated and committed is an execution, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.recording.conftest import commit, statuses, told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place


def test_added_data(place: Place) -> None:
    """Once for each content, with who and how."""
    place.write({"d": "1\n"})
    for _ in range(2):
        place.lineal("add", "d")
    place.write({"d": "2\n"})
    place.lineal("add", "d")

    assert ([("d.dvc", "added")] * 2, ["done", "done"]) == (
        statuses(place),
        [run["status"] for run in told(place, "run")],
    )


def test_imported_from_elsewhere_and_updated(place: Place, tmp_path: Path) -> None:
    """The source is used, under its URL or path."""
    source = tmp_path / "source.csv"
    source.write_text("1\n")
    place.lineal("import-url", str(source), "here")
    source.write_text("22\n")
    place.lineal("update", "here.dvc")

    assert [("imported", str(source), "here", 2), ("imported", str(source), "here", 3)] == [
        (one["status"], one["uses"][0]["path"], one["makes"][0]["path"], one["makes"][0]["size"])
        for one in told(place)
    ]


def test_imported_from_another_project(place: Place, tmp_path: Path) -> None:
    """At its commit."""
    other = place._replace(root=tmp_path / "other")
    other.root.mkdir()
    other.write({"d": "1\n"})
    import subprocess  # deferred: only here

    subprocess.run(["git", "init", "-q"], cwd=other.root, check=True)
    at = commit(other)
    place.lineal("import", str(other.root), "d")
    (one,) = told(place)

    assert ("imported", f"{other.root}/d", at) == (
        one["status"],
        one["uses"][0]["path"],
        one["uses"][0]["oid"],
    )


@pytest.mark.parametrize(("flags", "expected"), [((), []), (("-f",), ["observed"])])
def test_committing_by_hand_is_observed_where_something_changed(
    place: Place, flags: tuple[str, ...], expected: list[str]
) -> None:
    """Nobody ran it through us."""
    place.write({"in": "1\n"})
    place.stages({"a": {"cmd": "cp in out", "deps": ["in"], "outs": ["out"]}})
    place.lineal("run")
    if flags:
        place.write({"in": "2\n", "out": "2\n"})
    place.lineal("commit", *flags)

    assert ["ran", *expected] == [status for _, status in statuses(place)]


def test_passwords_on_the_command_line_are_not_remembered(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor in the URL."""
    (tmp_path / "source").write_text("1\n")
    words = ["import-url", str(tmp_path / "source"), "here", "--fs-config", "password=hunter2"]
    monkeypatch.setattr("sys.argv", ["lineal", *words])
    place.lineal(*words[:3])
    (run,) = told(place, "run")

    assert f"lineal import-url {tmp_path}/source here --fs-config password=***" == run["command"]
