"""From a file down to the predictions it reached: counted, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import lineal
from lineal.cli.main import main
from tests.lineage.served import INPUTS

if TYPE_CHECKING:
    from tests.lineage.served import Served


@pytest.mark.parametrize(("side", "version"), [("north", "purchase@1"), ("south", "purchase@2")])
def test_a_file_reaches_its_version_and_no_other(served: Served, side: str, version: str) -> None:
    """Two data files, two versions: each with its own predictions."""
    document = served.json("impact", f"{side}.csv")
    assert ([version], [(version, len(INPUTS[side]))], len(INPUTS[side])) == (
        [one["name"] for one in document["versions"]],
        [(one["version"], one["count"]) for one in document["predictions"]],
        document["counts"]["predictions"],
    )


def test_predictions_are_told_with_time_and_decisions(served: Served) -> None:
    """The first, the last, how many of each decision, and the newest one by one."""
    (found,) = served.json("impact", "north.csv")["predictions"]
    assert (
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:02Z",
        {"0": 2, "1": 1},
        list(reversed(served.ids["north"])),
    ) == (
        found["first"],
        found["last"],
        found["decisions"],
        [one["id"] for one in found["newest"]],
    )


def test_an_alias_is_reached_that_points_at_a_version(served: Served) -> None:
    """South is in production nowhere."""
    found = [served.json("impact", f"{side}.csv").get("aliases") for side in ("north", "south")]
    assert [
        [{"model": "purchase", "alias": "production", "version": "purchase@1"}],
        None,
    ] == found


def test_a_version_reaches_its_predictions(served: Served) -> None:
    """Whatever else was made of its bundle."""
    document = served.json("impact", "model:purchase@2")
    assert (["purchase@2"], 2) == (
        [one["name"] for one in document["versions"]],
        document["counts"]["predictions"],
    )


def test_a_copy_that_was_registered_for_another_model_is_reached(served: Served) -> None:
    """It is the same bundle, whoever exported it; its predictions are counted once."""
    for command in (
        ["models", "export", "purchase@1", "copy"],
        ["models", "register", "copy", "--model", "given"],
    ):
        assert main(command) == 0
    found = served.json("impact", "north.csv")
    assert ({"purchase@1", "given@1"}, [("purchase@1", 3)], 3) == (
        {one["name"] for one in found["versions"]},
        [(one["version"], one["count"]) for one in found["predictions"]],
        found["counts"]["predictions"],
    )


def test_an_alias_is_told_by_its_own_model(served: Served) -> None:
    """Also where another model has the same bundle."""
    for command in (
        ["models", "export", "purchase@1", "copy"],
        ["models", "register", "copy", "--model", "a"],
    ):
        assert main(command) == 0
    found = served.json("impact", "model:a@1")["aliases"]
    assert [{"model": "purchase", "alias": "production", "version": "purchase@1"}] == found


def test_what_changed_after_it_was_served_reached_nothing(served: Served) -> None:
    """The same path with other bytes is another thing."""
    served.place.write({"north.csv": "north\n2\n"})
    assert main(["add", "-q", "north.csv"]) == 0
    document: dict[str, Any] = served.json("impact", "north.csv")
    assert (0, []) == (document["counts"]["executions"], document.get("versions", []))


def test_a_person_reads_counts_first_and_the_newest(served: Served) -> None:
    """With the command for all."""
    said = served.lineal("impact", "north.csv").stdout
    words = ["3  predictions", "newest predictions", "00020002", "latest artifacts"]
    places = [said.find(word) for word in words]
    assert -1 not in places, said
    assert sorted(places) == places


def test_a_prediction_has_no_impact_yet(served: Served) -> None:
    """The other direction is named."""
    outcome = served.lineal("impact", f"prediction:{served.ids['north'][0]}")
    assert (1, True) == (outcome.exit_code, "lineal trace prediction:" in outcome.stderr)


def test_python_gets_what_json_has(served: Served) -> None:
    """The same words."""
    assert served.json("impact", "north.csv") == lineal.impact("north.csv")
