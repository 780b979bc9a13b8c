"""The warm process itself: what a step sees, and that it leaves nothing behind."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lineal.cli import step, step_worker

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path


class Saw(NamedTuple):
    cwd: str
    variable: str | None
    kept: str | None


@pytest.fixture
def run_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], int]], tuple[int, str]]:
    """Serves one request in this process, with a step of the test's own."""
    (tmp_path / "there").mkdir()

    def serve(body: Callable[[], int]) -> tuple[int, str]:
        def run(_: argparse.Namespace) -> int:
            return body()

        monkeypatch.setattr(step, "run", run)
        log = tmp_path / "log"
        fds = [os.open(os.devnull, os.O_RDONLY)]
        fds += [os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) for _ in range(2)]
        request = {
            "arguments": ["step", "any"],
            "cwd": os.fspath(tmp_path / "there"),
            "env": {"ONLY": "this"},
        }
        return step_worker._run_one(request, fds), log.read_text()

    return serve


def test_a_step_sees_its_own_directory_and_environment(
    run_one: Callable[[Callable[[], int]], tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing else; and afterwards all is as before."""
    monkeypatch.setenv("OURS", "ours")
    seen: list[Saw] = []

    def body() -> int:
        seen.append(Saw(os.getcwd(), os.environ.get("ONLY"), os.environ.get("OURS")))
        os.environ["ONLY"] = "changed"
        os.chdir("/")
        return 0

    home = os.getcwd()
    run_one(body)

    assert [Saw(os.fspath(tmp_path / "there"), "this", None)] == seen
    assert (home, None, "ours") == (os.getcwd(), os.environ.get("ONLY"), os.environ["OURS"])


def test_both_streams_go_where_they_were_sent(
    run_one: Callable[[Callable[[], int]], tuple[int, str]], capfd: pytest.CaptureFixture[str]
) -> None:
    """Also what is written past Python; nothing goes to our own."""

    def body() -> int:
        os.write(1, b"raw\n")
        os.write(2, b"raw error\n")
        return 5

    assert (5, "raw\nraw error\n") == run_one(body)
    assert ("", "") == capfd.readouterr()


def _exits() -> int:
    sys.exit(7)


def _exits_with_text() -> int:
    sys.exit("text")


def _fails() -> int:
    raise ZeroDivisionError


def _is_interrupted() -> int:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("body", "code"), [(_exits, 7), (_exits_with_text, 1), (_fails, 1), (_is_interrupted, 130)]
)
def test_however_a_step_ends_there_is_an_exit_code(
    run_one: Callable[[Callable[[], int]], tuple[int, str]], body: Callable[[], int], code: int
) -> None:
    """That of a fresh process."""
    assert code == run_one(body)[0]
