"""Journals of runs: readable at any moment, locked by who writes."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

import pytest

from lineal.ledger.journal import (
    BEGIN,
    CODE,
    END,
    FACT,
    RUN,
    Begun,
    JournalWriter,
    claim,
    live_runs,
    read_journal,
)
from lineal.ledger.recording.ingest import facts_of
from lineal.ledger.waiting import journal_files

if TYPE_CHECKING:
    from pathlib import Path

RUN_ID, ONE, TWO = (bytes([n]) * 16 for n in (1, 2, 3))


@pytest.fixture
def journal(tmp_path: Path) -> JournalWriter:
    """Of a run of which one stage has ended and one has not."""
    made = JournalWriter(str(tmp_path), RUN_ID)
    made.say(RUN, {"started": 1_000_000, "command": "lineal run"})
    for id_, stage in ((ONE, "one"), (TWO, "two")):
        made.say(BEGIN, Begun(id_, {"stage": stage, "started": 1}, None).line())
    made.say(FACT, [ONE.hex(), "execution", 5_000_000, {"stage": "one", "status": "ran"}])
    return made


def test_others_read_a_run_that_goes_on(journal: JournalWriter, tmp_path: Path) -> None:
    """What has ended, and what has only begun."""
    (run,) = live_runs(str(tmp_path))

    assert ("lineal run", [ONE], [TWO]) == (
        run.run["command"],
        [fact.id for fact in run.facts],
        [begun.id for begun in run.begun],
    )
    assert claim(journal.path) is None


def test_who_is_gone_leaves_a_journal_to_be_taken(journal: JournalWriter, tmp_path: Path) -> None:
    """By one, not by two."""
    journal.close()
    (path,) = journal_files(str(tmp_path))
    descriptor = claim(path)

    assert (True, None, []) == (descriptor is not None, claim(path), [])
    os.close(descriptor or 0)


def test_the_last_word_counts_and_half_a_line_does_not(journal: JournalWriter) -> None:
    """A fact that is said once more is more complete."""
    journal.say(FACT, [ONE.hex(), "execution", 6, {"stage": "one", "status": "ran", "commit": "c"}])
    with open(journal.path, "a", encoding="ascii") as file:
        file.write('{"fact":["')
    read = read_journal(journal.path)

    assert read is not None
    assert [{"stage": "one", "status": "ran", "commit": "c"}] == [f.payload for f in read.facts]


def test_what_a_machine_that_went_down_left_of_it_ends_it(journal: JournalWriter) -> None:
    """Blocks of a file that were never written are read as zeros."""
    with open(journal.path, "ab") as file:
        file.write(bytes(100) + b"\n")
    journal.say(FACT, [TWO.hex(), "execution", 6, {"stage": "two", "status": "ran"}])
    read = read_journal(journal.path)

    assert read is not None
    assert ([ONE], [TWO]) == ([fact.id for fact in read.facts], [each.id for each in read.begun])


def test_one_that_was_taken_for_a_dead_run_s_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By who came between its making and its lock."""
    lock = fcntl.flock
    taken: list[str] = []

    def late(descriptor: int, how: int) -> None:
        if not taken:
            taken.extend(journal_files(str(tmp_path)))
            os.unlink(taken[0])
        lock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", late)
    made = JournalWriter(str(tmp_path), RUN_ID)

    assert ([made.path], taken) == (journal_files(str(tmp_path)), [made.path])
    assert claim(made.path) is None


def test_a_run_without_an_end_was_killed(journal: JournalWriter) -> None:
    """And so was what had begun; its code is the run's."""
    journal.say(CODE, {"commit": "c"})
    read = read_journal(journal.path)
    assert read is not None
    one, two, run = facts_of(read, {TWO: {"log": "log"}})

    assert (("ran", "killed", "killed"), ("log", "c"), (4.0, ["one"], ["two"])) == (
        tuple(fact.payload["status"] for fact in (one, two, run)),
        (two.payload["log"], two.payload["commit"]),
        (run.payload["seconds"], run.payload["ran"], run.payload["failed"]),
    )


def test_a_run_with_an_end_is_as_it_says(journal: JournalWriter) -> None:
    """It ended then."""
    journal.say(FACT, [TWO.hex(), "execution", 7, {"stage": "two", "status": "failed"}])
    journal.say(END, {"seconds": 2.5, "status": "failed", "failed": ["two"]})
    read = read_journal(journal.path)
    assert read is not None
    *_, run = facts_of(read, {})

    assert (RUN_ID, 3_500_000, "failed") == (run.id, run.time, run.payload["status"])
