"""``lineal trace``: the tree, the lists, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.cli.recorded import Recorded
    from tests.pipeline.place import Place


def test_a_tree_from_a_result_to_its_source(recorded: Recorded) -> None:
    """What was made, by what, of what."""
    lines = recorded.lineal("trace", "model@run:" + recorded.runs[0].removeprefix("run:"))
    names = [line.strip("│├└─ ").split("  ")[0] for line in lines.stdout.splitlines()]

    assert ["model", "clean.csv", "raw.csv", "train.sh"] == [
        name for name in names if name in ("model", "clean.csv", "raw.csv", "train.sh")
    ]


def test_code_is_in_git_and_runs_have_authors(recorded: Recorded) -> None:
    """A reader finds the commit, the person and the command."""
    said = recorded.lineal("trace", recorded.trained[0]).stdout

    assert all(
        word in said
        for word in ("in Git at", "by ann@example.org", "$ sh train.sh", "params lr=0.5")
    ), said


def test_only_the_sources(recorded: Recorded) -> None:
    """One line each."""
    lines = recorded.lineal("trace", "--raw", recorded.trained[0]).stdout.splitlines()

    assert ["raw.csv", "train.sh"] == sorted(line.split()[0] for line in lines)


def test_only_the_runs(recorded: Recorded) -> None:
    """The stages of each, in their order."""
    lines = recorded.lineal("trace", "--runs", recorded.trained[0]).stdout.splitlines()

    assert "prepare, train" in lines[0]


def test_each_form_for_programs_is_parsed(recorded: Recorded) -> None:
    """JSON is JSON, graphs begin as graphs do."""
    asked = recorded.trained[0]
    document = recorded.json("trace", asked)
    prov = json.loads(recorded.lineal("trace", "--prov", asked).stdout)
    first = [
        recorded.lineal("trace", form, asked).stdout.splitlines()[0]
        for form in ("--mermaid", "--dot")
    ]

    assert [3, {"lineal": "urn:lineal:"}, "flowchart LR", "digraph lineage {"] == [
        len(document["executions"]),
        prov["prefix"],
        *first,
    ]


def test_without_unicode_lines_are_plain(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal without UTF-8 shows what it can."""
    monkeypatch.setattr("lineal.cli.trace_text.ascii_only", lambda: True)
    said = recorded.lineal("trace", recorded.trained[0]).stdout

    assert ("`- " in said, said.isascii()) == (True, True)


def test_a_depth_is_one_or_more(place: Place) -> None:
    """Nought is wrong usage."""
    outcome = place.lineal("trace", "x", "--depth", "0")

    assert (2, "error: --depth is to be 1 or more") == (
        outcome.exit_code,
        outcome.stderr.splitlines()[0],
    )


def test_what_nobody_knows_is_an_error(place: Place) -> None:
    """With a hint how to get there."""
    outcome = place.lineal("trace", "nothing.csv")

    assert (1, "error: the ledger knows nothing called 'nothing.csv'") == (
        outcome.exit_code,
        outcome.stderr.splitlines()[0],
    )
