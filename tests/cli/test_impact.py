"""``lineal impact``: counts first, then the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.recorded import Recorded
    from tests.pipeline.place import Place


def test_counts_come_first(recorded: Recorded) -> None:
    """What failed was reached, and made nothing."""
    lines = recorded.lineal("impact", "raw.csv").stdout.splitlines()

    assert ["4  artifacts", "4  executions"] == [line.strip()[:14].strip() for line in lines[1:3]]


def test_a_parameter_with_a_value(recorded: Recorded) -> None:
    """Only what used that value."""
    found = recorded.json("impact", "param:lr=0.5")

    assert [recorded.trained[0].removeprefix("exec:")] == [
        one["short"] for one in found["executions"]
    ]


def test_one_stage_of_all(recorded: Recorded) -> None:
    """Of everything that came of the source, what one stage did."""
    found = recorded.json("impact", "raw.csv", "--stage", "prepare")

    assert (1, ["clean.csv"]) == (
        found["counts"]["executions"],
        [one["path"] for one in found["artifacts"]],
    )


def test_long_lists_are_cut_and_say_how_to_see_them(recorded: Recorded) -> None:
    """``--all`` shows the rest."""
    short, long = (
        len(recorded.lineal("impact", "HEAD~1", *words).stdout.splitlines())
        for words in ((), ("--all",))
    )

    assert short <= long


def test_what_reached_nothing_says_so(place: Place) -> None:
    """Added, and never used."""
    place.write({"alone.csv": "1\n"})
    place.lineal("add", "alone.csv")

    assert "reached nothing the ledger knows" in place.lineal("impact", "alone.csv").stdout
