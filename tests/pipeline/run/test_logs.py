"""The output of stages side by side: shown as it grows, kept whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.run.logs import Logs
from lineal.pipeline.workspace import open_workspace
from tests.pipeline.make import stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.model import Stage
    from tests.pipeline.place import Place


@pytest.fixture
def logs(place: Place) -> Iterator[Logs]:
    with open_workspace(os.fspath(place.root)) as ws:
        yield Logs(ws)


class Shown(list[tuple[str | None, bytes]]):
    """What was shown, piece by piece."""

    def __call__(self, one: Stage, data: bytes) -> None:
        self.append((one.name, data))


def test_only_what_is_new_is_shown(logs: Logs) -> None:
    """Of each stage its own; in the end the rest."""
    shown = Shown()
    one, two = stage("one"), stage("two")
    fds = [logs.beside(one, None).out, logs.beside(two, None).out]
    os.write(fds[0], b"a")
    logs.follow(shown)
    os.write(fds[0], b"b")
    os.write(fds[1], b"c")
    logs.follow(shown)
    logs.follow(shown)
    os.write(fds[1], b"d")
    paths = [logs.close(one, shown), logs.close(two, shown)]

    assert [("one", b"a"), ("one", b"b"), ("two", b"c"), ("two", b"d")] == shown
    assert [b"ab", b"cd"] == [_content(path) for path in paths]


def _content(path: str | None) -> bytes:
    assert path is not None
    with open(path, "rb") as file:
        return file.read()


def test_any_name_makes_a_file_name_and_no_two_the_same(logs: Logs) -> None:
    """Directories in an address are no directories here."""
    stages = [stage("a"), stage("a", file="/p/b/dvc.yaml"), stage("fit@0.5"), stage("é ü")]

    paths = [logs.path(one) for one in stages]

    assert (1, 4) == (len({os.path.dirname(path) for path in paths}), len(set(paths)))


def test_a_new_run_begins_a_new_log(logs: Logs) -> None:
    """The old one is overwritten."""
    shown = Shown()
    for text in (b"first, and long", b"second"):
        os.write(logs.beside(stage("a"), None).out, text)
        path = logs.close(stage("a"), shown)

    assert b"second" == _content(path)


def test_a_log_that_cannot_be_written_keeps_nobody_from_running(place: Place) -> None:
    """The output passes on, and that it is not kept is said."""
    place.write({".lineal/ledger/evidence": "in the way"})
    place.stages({"a": {"cmd": "echo said; echo more >&2; echo 1 > out", "outs": ["out"]}})
    run = place.lineal("run")

    assert (True, "1\n", True) == (run.ok, place.read("out"), "said\n" in run.stdout)
    assert "the output of 'a' is not kept whole" in run.stderr
