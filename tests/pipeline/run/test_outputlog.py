"""Logs of bounded size: their beginning and their end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.run import outputlog
from lineal.pipeline.run.outputlog import OutputLog, read_log, remove_log

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of a log of which ten bytes of the beginning are kept."""
    monkeypatch.setattr(outputlog, "PART", 10)
    return f"{tmp_path}/logs/a.log"


def test_nothing_written_is_no_file(path: str) -> None:
    """Not even the directory."""
    log = OutputLog(path)
    log.settle()

    assert (True, False) == (log.is_empty, os.path.exists(os.path.dirname(path)))


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (b"short", b"short"),
        (b"0123456789", b"0123456789"),
        (b"0123456789abcdefghij!", b"0123456789abcdefghij!"),
        (
            b"0123456789" + b"x" * 40 + b"abcdefghij!",
            b"0123456789\n[\xe2\x80\xa6 40 bytes left out \xe2\x80\xa6]\nabcdefghij!",
        ),
    ],
)
def test_beginning_and_end_are_kept(path: str, text: bytes, kept: bytes, *, settled: bool) -> None:
    """Also of one whose writer was killed; what is left out is said."""
    log = OutputLog(path)
    for at in range(0, len(text), 7):
        log.write(text[at : at + 7])
    if settled:
        log.settle()

    assert kept == read_log(path)
    assert [] == [name for name in os.listdir(os.path.dirname(path)) if settled and "g." in name]


def test_what_cannot_be_written_is_a_problem_and_no_error(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there by then stays readable."""
    log = OutputLog(path)
    log.write(b"0123456789")
    monkeypatch.setattr(outputlog, "write_all", _full)
    for _ in range(3):
        log.write(b"more")
    log.settle()

    assert ("full", b"0123456789") == (log.problem and log.problem.strerror, read_log(path))


def test_nothing_is_left_of_a_log_that_is_removed(path: str) -> None:
    """Neither of one that a killed stage left in several files."""
    OutputLog(path).write(b"x" * 100)
    before = len(os.listdir(os.path.dirname(path)))
    remove_log(path)

    assert (3, []) == (before, os.listdir(os.path.dirname(path)))


def _full(_descriptor: int, _data: object) -> None:
    raise OSError(28, "full")


def test_a_file_a_command_wrote_itself_is_cut_the_same_way(path: str) -> None:
    """Of stages side by side."""
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(b"0123456789" + b"x" * 70 + b"0123456789abcdefghij")

    assert b"0123456789\n[\xe2\x80\xa6 70 bytes left out \xe2\x80\xa6]\n0123456789abcdefghij" == (
        read_log(path)
    )
