"""``lineal compare``: in what runs differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.recorded import Recorded


def test_two_runs(recorded: Recorded) -> None:
    """Only what differs; the second says how far its metrics are from the first."""
    text = recorded.lineal("compare", *recorded.runs[:2]).stdout
    words = [line.split() for line in text.splitlines()]

    assert ["lr", "0.5", "0.9"] in words
    assert ["auc", "0.5", "0.9", "(+0.4)", "▁█"] in words
    assert "rows" not in text


def test_all_shows_what_is_the_same(recorded: Recorded) -> None:
    """Also the data both read."""
    found = recorded.json("compare", *recorded.runs[:2], "--all")

    assert [2, 2] == found["metrics"]["rows"]
    assert 1 == len(set(found["inputs"]["raw.csv"]))


def test_many_are_lines_of_one_table(recorded: Recorded) -> None:
    """What else differs is named."""
    outcome = recorded.lineal("compare", *recorded.runs, *recorded.runs, *recorded.runs)
    lines = outcome.stdout.splitlines()

    assert ["lr", "auc", "rows"] == lines[0].split()
    assert recorded.runs * 3 == [line.split()[0] for line in lines[1:10]]
    assert "what else differs" == lines[10]


def test_revisions(recorded: Recorded) -> None:
    """What their locks record, as the ledger knows it."""
    found = recorded.json("compare", "HEAD~2", "HEAD")

    assert [0.5, 0.9] == found["metrics"]["auc"]


def test_a_table_of_markdown(recorded: Recorded) -> None:
    """For a pull request."""
    text = recorded.lineal("compare", *recorded.trained[:2], "--md").stdout

    assert ["params", "lr", "0.5", "0.9"] == [
        cell.strip() for cell in text.splitlines()[2].strip("|").split("|")
    ]


def test_nothing_differs(recorded: Recorded) -> None:
    """Said in one line."""
    assert recorded.lineal("compare", *recorded.runs[:1] * 2).stdout.startswith("Nothing differs")


def test_one_is_not_enough(recorded: Recorded) -> None:
    """The command line is wrong."""
    assert 2 == recorded.lineal("compare", recorded.runs[0]).exit_code
