"""The project lock, between real processes and between both tools."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import BusyError, ConfigError, ProjectError
from lineal.storage.locks import ProjectLock
from tests.storage.locks.other import DVC_HOLDS_PROJECT, HOLD_PROJECT, holding

if TYPE_CHECKING:
    from pathlib import Path

BOTH = pytest.mark.parametrize("hardlink", [False, True], ids=["flock", "hardlink"])


@BOTH
def test_the_lock_is_taken_and_given_back(dvc_dir: Path, *, hardlink: bool) -> None:
    """And can be taken again by another holder in the same process."""
    first, second = (ProjectLock(str(dvc_dir), hardlink=hardlink) for _ in range(2))
    with first:
        held = first.held
    with second:
        assert (True, False, True) == (held, first.held, second.held)


def test_the_file_holds_our_pid_as_zc_lockfile_writes_it(dvc_dir: Path) -> None:
    """DVC's users look into that file."""
    (dvc_dir / "tmp/lock").write_text(" 1234567890\n", encoding="utf-8")
    with ProjectLock(str(dvc_dir)):
        text = (dvc_dir / "tmp/lock").read_text(encoding="utf-8")

    assert f" {os.getpid()}\n" == text


@BOTH
def test_waiting_gives_up_at_the_limit_and_names_the_holder(
    dvc_dir: Path, monkeypatch: pytest.MonkeyPatch, *, hardlink: bool
) -> None:
    """The pid and the command line, so that one knows what to wait for or to end."""
    monkeypatch.setenv("LINEAL_LOCK_TIMEOUT", "0.05")
    with holding(HOLD_PROJECT, dvc_dir, *(["x"] if hardlink else [])) as other:
        expected = rf"0\.05 s waiting for PID {other.pid} \(.*\) to release \.dvc/tmp/lock"
        with pytest.raises(BusyError, match=f"(?s){expected}"):
            ProjectLock(str(dvc_dir), hardlink=hardlink).acquire()


@BOTH
def test_a_holder_that_was_killed_is_in_nobodys_way(dvc_dir: Path, *, hardlink: bool) -> None:
    """The kernel, or the pid in the claim's name, tells that it is gone."""
    with holding(HOLD_PROJECT, dvc_dir, *(["x"] if hardlink else [])) as other:
        other.kill()
        other.wait()
        with ProjectLock(str(dvc_dir), hardlink=hardlink) as lock:
            assert lock.held


def test_who_waits_says_once_for_whom(dvc_dir: Path) -> None:
    """Not at once, for most waits are over before one could read it."""
    said: list[str] = []
    with holding(HOLD_PROJECT, dvc_dir) as other:

        def say(text: str) -> None:
            said.append(text)
            assert other.stdin is not None
            other.stdin.close()

        with ProjectLock(str(dvc_dir), say=say):
            pass

    assert [f"waiting for PID {other.pid} ("] == [text.partition("(")[0] + "(" for text in said]


def test_released_lets_another_process_in(dvc_dir: Path) -> None:
    """As while a stage's command runs."""
    lock = ProjectLock(str(dvc_dir))
    with lock:
        with lock.released(), holding(HOLD_PROJECT, dvc_dir) as other:
            assert other.poll() is None
        assert lock.held


@pytest.mark.peer
@BOTH
def test_a_dvc_that_holds_it_is_respected(
    dvc: Path, dvc_dir: Path, monkeypatch: pytest.MonkeyPatch, *, hardlink: bool
) -> None:
    """The same file, the same kernel lock or the same link."""
    monkeypatch.setenv("LINEAL_LOCK_TIMEOUT", "0")
    python = dvc.with_name("python")
    with (
        holding(DVC_HOLDS_PROJECT, dvc_dir, *(["x"] if hardlink else []), python=python),
        pytest.raises(BusyError, match=r"to release \.dvc/tmp/lock"),
    ):
        ProjectLock(str(dvc_dir), hardlink=hardlink).acquire()


@pytest.mark.peer
@BOTH
def test_dvc_respects_us(dvc: Path, dvc_dir: Path, *, hardlink: bool) -> None:
    """It fails with its own message after three seconds."""
    script = f"import sys\n{DVC_HOLDS_PROJECT}"
    command = [
        str(dvc.with_name("python")),
        "-c",
        script,
        str(dvc_dir),
        *(["x"] if hardlink else []),
    ]
    with ProjectLock(str(dvc_dir), hardlink=hardlink):
        done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "Unable to acquire lock" in done.stderr


def test_a_limit_that_is_no_number_is_refused(
    dvc_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the wait begins, not silently without limit."""
    monkeypatch.setenv("LINEAL_LOCK_TIMEOUT", "soon")
    with (
        holding(HOLD_PROJECT, dvc_dir),
        pytest.raises(ConfigError, match="LINEAL_LOCK_TIMEOUT='soon'"),
    ):
        ProjectLock(str(dvc_dir)).acquire()


def test_a_lock_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where the directory should be, for one."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp/lock").mkdir()

    with pytest.raises(ProjectError, match="tmp/lock: Is a directory"):
        ProjectLock(str(tmp_path)).acquire()
