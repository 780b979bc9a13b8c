"""Claims on paths, between real processes and between both tools."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import BusyError
from lineal.storage.locks import ProjectLock, RWLock
from tests.storage.locks.other import DVC_HOLDS_PATH, HOLD_PATH, HOLD_PROJECT, holding

if TYPE_CHECKING:
    from pathlib import Path


def table(dvc_dir: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((dvc_dir / "tmp/rwlock").read_text(encoding="utf-8"))
    return found


def test_a_claim_is_in_the_file_while_it_lasts(dvc_dir: Path) -> None:
    """In DVC's own shape."""
    lock = RWLock(str(dvc_dir))
    me = {"pid": os.getpid(), "cmd": "lineal run"}
    with lock.claiming(["/p/in"], ["/p/out"], "lineal run"):
        during = table(dvc_dir)

    assert ({"write": {"/p/out": me}, "read": {"/p/in": [me]}}, {}) == (during, table(dvc_dir))


def test_two_claims_of_one_run_share_what_they_read(dvc_dir: Path) -> None:
    """The first to end does not take the second's claim away."""
    lock = RWLock(str(dvc_dir))
    first = lock.acquire(["/p/in"], ["/p/a"], "run")
    lock.acquire(["/p/in"], ["/p/b"], "run")

    lock.release(first)

    me = {"pid": os.getpid(), "cmd": "run"}
    assert {"write": {"/p/b": me}, "read": {"/p/in": [me]}} == table(dvc_dir)


def test_releasing_without_naming_releases_all(dvc_dir: Path) -> None:
    """What an interrupted run does on its way out."""
    lock = RWLock(str(dvc_dir))
    lock.acquire(["/p/in"], ["/p/a"], "run")
    lock.acquire([], ["/p/b"], "run")

    lock.release()

    assert {} == table(dvc_dir)


@pytest.mark.parametrize(
    ("read", "write", "free"),
    [
        ([], ["/p/out"], False),
        (["/p/out"], [], False),
        (["/p/out/inside"], [], False),
        ([], ["/p"], False),
        (["/p/output"], ["/p/other"], True),
    ],
)
def test_a_path_blocks_itself_what_is_inside_and_what_it_is_in(
    dvc_dir: Path, read: list[str], write: list[str], *, free: bool
) -> None:
    """By whole names, not by prefixes of text."""
    with holding(HOLD_PATH, dvc_dir, "/p/out"):
        blockers = RWLock(str(dvc_dir)).blockers(read, write)

    assert free == (not blockers)


def test_without_a_file_nobody_blocks_and_nothing_is_written(dvc_dir: Path) -> None:
    """A no-op run costs one stat."""
    assert [] == RWLock(str(dvc_dir)).blockers(["/p"], ["/q"])
    assert [] == list((dvc_dir / "tmp").iterdir())


def test_a_claim_waits_until_its_blocker_has_finished(dvc_dir: Path) -> None:
    """And says for whom, and for what."""
    said: list[str] = []
    with holding(HOLD_PATH, dvc_dir, "/p/out") as other:

        def say(text: str) -> None:
            said.append(text)
            assert other.stdin is not None
            other.stdin.close()

        with RWLock(str(dvc_dir), say=say).claiming(["/p/out"], [], "mine"):
            pass

    assert [f"waiting for PID {other.pid} (lineal run there) to finish with /p/out"] == said


def test_who_waits_for_a_path_lets_the_project_go(dvc_dir: Path) -> None:
    """The blocker needs the project lock to finish: holding it would be a deadlock."""
    project = ProjectLock(str(dvc_dir))
    with project, holding(HOLD_PATH, dvc_dir, "/p/out") as other:

        def say(_: str) -> None:
            with holding(HOLD_PROJECT, dvc_dir):
                assert other.stdin is not None
                other.stdin.close()

        with RWLock(str(dvc_dir), say=say).claiming(["/p/out"], [], "x", yielding=project):
            assert project.held


def test_a_claim_of_a_killed_process_is_removed(dvc_dir: Path) -> None:
    """kill -9 leaves the entry; the pid tells that it is stale."""
    with holding(HOLD_PATH, dvc_dir, "/p/out") as other:
        other.kill()
        other.wait()
        RWLock(str(dvc_dir)).acquire([], ["/p/out"], "next")

    expected = {"write": {"/p/out": {"pid": os.getpid(), "cmd": "next"}}}
    assert expected == table(dvc_dir)


def test_a_process_that_waits_for_us_is_not_waited_for(dvc_dir: Path) -> None:
    """A stage whose command runs lineal on the same files would hang for ever."""
    parent = {"pid": os.getppid(), "cmd": "lineal run outer"}
    (dvc_dir / "tmp/rwlock").write_text(json.dumps({"write": {"/p/out": parent}}), encoding="utf-8")

    with pytest.raises(BusyError, match=r"lineal run outer\), which started this command"):
        RWLock(str(dvc_dir)).acquire(["/p/out"], [], "inner")


def test_a_file_cut_short_is_started_anew_with_a_warning(dvc_dir: Path) -> None:
    """A killed dvc leaves such a file, and then refuses to run until it is deleted."""
    said: list[str] = []
    (dvc_dir / "tmp/rwlock").write_text('{"write": {"/p', encoding="utf-8")

    RWLock(str(dvc_dir), say=said.append).acquire([], ["/p/out"], "next")

    assert ["warning", "damaged"] == [said[0][:7], said[0].split("was ")[1][:7]]


@pytest.mark.peer
def test_a_path_that_dvc_writes_is_respected(
    dvc: Path, dvc_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DVC's entry, by DVC's own code."""
    monkeypatch.setenv("LINEAL_LOCK_TIMEOUT", "0")
    with (
        holding(DVC_HOLDS_PATH, dvc_dir, "/p/out", python=dvc.with_name("python")),
        pytest.raises(BusyError, match=r"\(dvc repro there\) to finish with /p/out"),
    ):
        RWLock(str(dvc_dir)).acquire(["/p/out"], [], "mine")


@pytest.mark.peer
def test_dvc_respects_our_claim_and_leaves_it_alone(dvc: Path, dvc_dir: Path) -> None:
    """It reads our bytes, and what it writes back still holds our claim."""
    with RWLock(str(dvc_dir)).claiming([], ["/p/out"], "lineal run"):
        blocked, beside = (_dvc_claims(dvc, dvc_dir, path) for path in ("/p/out", "/p/other"))
        left = table(dvc_dir)

    me = {"pid": os.getpid(), "cmd": "lineal run"}
    assert (f"(PID {os.getpid()}): lineal run" in blocked.stderr, beside.returncode) == (True, 0)
    assert {"write": {"/p/out": me}} == {key: value for key, value in left.items() if value}


def _dvc_claims(dvc: Path, dvc_dir: Path, path: str) -> subprocess.CompletedProcess[str]:
    script = f"import sys\n{DVC_HOLDS_PATH}held.__exit__(None, None, None)"
    command = [str(dvc.with_name("python")), "-c", script, str(dvc_dir), path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_shorter_table_leaves_nothing_of_the_longer_one(dvc_dir: Path) -> None:
    """Small files are changed in place; large ones are replaced."""
    lock = RWLock(str(dvc_dir))
    many = [f"/p/{'x' * 90}{number}" for number in range(100)]
    sizes = []
    with lock.claiming(["/p/a"], [], "run"):
        with lock.claiming(many, [], "run"):
            sizes.append(len(table(dvc_dir)["read"]))  # type: ignore[arg-type]
        sizes.append(len(table(dvc_dir)["read"]))  # type: ignore[arg-type]

    assert ([101, 1], {}) == (sizes, table(dvc_dir))
