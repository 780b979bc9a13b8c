"""``lineal log``: what was run, for a person and for a program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.recorded import Recorded
    from tests.pipeline.place import Place


def test_a_line_for_each_run(recorded: Recorded) -> None:
    """Newest first, with what changed and what came of it."""
    lines = recorded.lineal("log").stdout.splitlines()
    shown = [re.sub(r"^\w{8}  .*? (ago|now) +", "", line).split() for line in lines[1:]]

    assert ["Bob", "failed", "failed", "train", "·", "1", "skipped"] == shown[0][:7]
    assert "lr 0.5 → 0.9 · auc 0.9 (+0.4)" in lines[2]
    assert ["Ann", "done", "prepare,", "train"] == shown[2][:4]


def test_executions_of_a_stage(recorded: Recorded) -> None:
    """What failed says how."""
    lines = recorded.lineal("log", "--stage", "train").stdout.splitlines()

    assert 4 == len(lines)
    assert lines[1].endswith("exited with 3")


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--author", "bob"], 2),
        (["--status", "failed"], 1),
        (["--param", "lr>0.6"], 2),
        (["--metric", "auc>=0.9"], 1),
        (["--since", "1h"], 4),
        (["--until", "1h"], 0),
        (["--commit", "HEAD~1"], 1),
        (["--text", "train"], 3),
        (["-n", "2"], 2),
    ],
)
def test_filters(recorded: Recorded, words: list[str], count: int) -> None:
    """One flag each."""
    assert count == len(recorded.json("log", *words)["runs"])


def test_the_next_page_is_offered(recorded: Recorded) -> None:
    """As the command that shows it."""
    told = recorded.lineal("log", "-n", "1").stderr
    words = told.partition("lineal ")[2].split()

    assert recorded.runs[1].removeprefix("run:") == recorded.json(*words)["runs"][0]["id"][-8:]


def test_runs_without_work_are_hidden(recorded: Recorded) -> None:
    """And counted, and shown on demand, in one line."""
    recorded.place.write({"train.sh": recorded.place.read("train.sh").replace("exit 3\n", "")})
    recorded.lineal("run")
    recorded.lineal("run")

    assert "2 runs had nothing to do: --all shows them" in recorded.lineal("log").stderr
    assert "nothing to do, 2 times" in recorded.lineal("log", "--all").stdout


def test_nothing_was_run_yet(place: Place) -> None:
    """Says how to begin."""
    expected = "Nothing was run yet: `lineal run` runs the pipeline and records it.\n"

    assert (0, expected) == place.lineal("log")[:2]


def test_no_run_is_like_that(recorded: Recorded) -> None:
    """Says how to see all."""
    assert "Without filters: lineal log" in recorded.lineal("log", "--author", "zoe").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--status", "faild"], "did you mean 'failed'"),
        (["--param", "lr"], "is not a condition"),
        (["--since", "soon"], "is no time, and no commit here"),
        (["-n", "0"], "-n is to be 1 to"),
        (["-n", "9" * 30], "-n is to be 1 to"),
        (["--since", "0001-01-01"], "--since: nothing happened in 1"),
    ],
)
def test_what_cannot_be_asked(place: Place, words: list[str], message: str) -> None:
    """The command line is wrong: exit 2."""
    outcome = place.lineal("log", *words)

    assert message in outcome.stderr
    assert 2 == outcome.exit_code


def test_what_is_no_text_is_asked_in_vain(place: Place) -> None:
    """A terminal may send any bytes."""
    outcome = place.lineal("log", "--text", "\udcff")

    assert (1, True) == (outcome.exit_code, "no ledger holds what is no text" in outcome.stderr)


def test_times_are_exact_for_programs(recorded: Recorded) -> None:
    """UTC, with microseconds."""
    started = recorded.json("log")["runs"][0]["started"]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", started)
