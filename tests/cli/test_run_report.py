"""How a run is told: live on a terminal, in plain lines elsewhere."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from lineal.cli.output import Console
from lineal.cli.run_report import RunReporter
from lineal.cli.status_line import StatusLine
from lineal.pipeline.run.options import RunOptions
from lineal.pipeline.workspace import open_workspace
from tests.pipeline.make import stage
from tests.pipeline.place import Place, noting

if TYPE_CHECKING:
    from collections.abc import Mapping

CLEAR = "\r\x1b[2K"


def on_a_terminal(place: Place, *argv: str, env: Mapping[str, str] | None = None) -> str:
    """Everything a terminal got, byte by byte."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [os.fspath(place.executable), *argv],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm", **(env or {})},
    )
    os.close(theirs)
    chunks = []
    while select.select([ours], [], [], 30)[0]:
        try:
            chunk = os.read(ours, 1 << 16)
        except OSError:  # the last of them has closed the terminal
            break
        chunks.append(chunk)
    os.close(ours)
    process.wait(timeout=30)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def as_it_stands(written: str) -> list[str]:
    """The lines a person sees in the end: what was cleared is gone."""
    lines = [line.rpartition("\r\x1b[2K")[2] for line in written.split("\n")]
    return [re.sub(r"\x1b\[\d+m", "", line) for line in lines]


@pytest.fixture
def slow_pair(place: Place) -> Place:
    """Two side by side; each says something before and after a moment."""
    command = "echo {0} begins; sleep 0.5; echo {0} ends"
    place.stages({name: {"cmd": command.format(name)} for name in ("one", "two")})
    return place


def test_a_terminal_shows_lines_as_they_come_and_a_line_of_standing(slow_pair: Place) -> None:
    """The names stand in front; who runs and who waits is rewritten in place."""
    written = on_a_terminal(slow_pair, "run", "-j", "2")

    standing = re.findall(r"\r\x1b\[2K(\d done · [^\r\n]* waiting · \d+ s)", written)
    begun, ended = written.index("[one] one begins"), written.index("[one] one ends")
    assert any(line.startswith("0 done · one, two · 0 waiting") for line in standing)
    assert begun < written.index("0 done · one, two", begun) < ended


def test_the_line_of_standing_is_gone_in_the_end(slow_pair: Place) -> None:
    """Nothing of it is left between or after the lines."""
    shown = as_it_stands(on_a_terminal(slow_pair, "run", "-j", "2"))

    assert [] == [line for line in shown if " waiting · " in line]
    assert {"[one] one begins", "[one] one ends", "[two] two begins", "[two] two ends"} <= {*shown}


def test_elsewhere_each_output_comes_whole_and_nothing_is_painted(slow_pair: Place) -> None:
    """No control characters at all."""
    outcome = slow_pair.lineal("run", "-j", "2")

    assert "[one] one begins\n[one] one ends\n[one] done in " in outcome.stdout
    assert "\x1b" not in outcome.stdout + outcome.stderr
    assert "" == outcome.stderr


@pytest.mark.parametrize("flags", [["-q"], []])
def test_a_dumb_terminal_or_a_quiet_run_has_no_live_view(
    slow_pair: Place, flags: list[str]
) -> None:
    """Nothing is rewritten."""
    written = on_a_terminal(slow_pair, "run", "-j", "2", *flags, env={"TERM": "dumb"})

    assert CLEAR not in written
    assert ("" if flags else "[one] one begins") in written


def test_a_stage_alone_has_the_terminal_to_itself(place: Place) -> None:
    """It may draw its own bars: isatty is true, and nothing of ours comes between."""
    place.stages({"one": {"cmd": "test -t 1 && echo mine; sleep 0.5; echo end"}})

    written = on_a_terminal(place, "run")

    assert "> test -t 1 && echo mine; sleep 0.5; echo end\nmine\nend\n" in written


def test_interactive_asks_on_the_terminal(place: Place) -> None:
    """The answer is read from there."""
    place.stages({"one": noting("one", outs="x")})
    ours, theirs = pty.openpty()
    os.write(ours, b"maybe\ny\n")
    process = subprocess.Popen(
        [os.fspath(place.executable), "run", "-i"], stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            seen += os.read(ours, 4096)
        except OSError:
            break
    os.close(ours)

    assert (0, ["one"]) == (process.wait(timeout=30), place.ran())
    assert seen.count(b"Run stage 'one'? [y/n]") == 2


@pytest.fixture
def reporter(place: Place, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One that believes it has a terminal, 30 columns wide."""
    monkeypatch.setattr(StatusLine, "show", _show_at_once)
    monkeypatch.setattr("lineal.cli.status_line._columns", lambda: 30)
    with open_workspace() as ws:
        made = RunReporter(Console(), ws, RunOptions(), StatusLine())
        made.begin(3, 2)
        yield made
        made.end()
    place.capture.readouterr()


_show = StatusLine.show


def _show_at_once(line: StatusLine, text: str) -> None:
    line._at = float("-inf")
    _show(line, text)


def test_half_a_line_waits_for_its_other_half(reporter: RunReporter, place: Place) -> None:
    """Lines of two stages are never mixed; the last one needs no end."""
    one, two = stage("one"), stage("two")
    place.capture.readouterr()
    for which, data in ((one, b"a"), (two, b"b\n"), (one, b"c\nrest")):
        reporter.output(which, data)
    reporter.finished(one, 0.04, "log")

    said = place.capture.readouterr().out
    lines = [re.sub(r"^\[[^\]]*:", "[", line) for line in said.splitlines()]
    assert ["[two] b", "[one] ac", "[one] rest", "[one] done in 0.0 s"] == lines


def test_the_line_of_standing_fits_and_counts(reporter: RunReporter, place: Place) -> None:
    """Done, running, waiting; what is being hashed when nothing runs."""
    place.capture.readouterr()
    reporter.skipped(stage("one"))
    reporter.tick()
    before = place.capture.readouterr().err
    reporter._hashing(os.path.join(place.root, "data"), 5)
    hashing = place.capture.readouterr().err

    assert f"{CLEAR}1 done · nothing · 2 waiting " == before
    assert f"{CLEAR}1 done · hashing data · 2 wai" == hashing
