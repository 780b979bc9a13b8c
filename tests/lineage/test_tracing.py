"""From a version or a prediction back to the bytes it came of, and nothing else."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

import lineal
from tests.bundle import small
from tests.lineage.served import foreign_prediction

if TYPE_CHECKING:
    from tests.lineage.served import Served


@pytest.mark.parametrize("side", ["north", "south"])
def test_a_prediction_leads_to_the_data_it_came_of(served: Served, side: str) -> None:
    """Through its version and bundle; the other data file is not on the way."""
    document = served.json("trace", f"prediction:{served.ids[side][0]}")
    assert {f"{side}.csv", f"ready/{side}"} == {one["path"] for one in document["sources"]}


def test_a_prediction_is_told_with_what_it_was_given_and_said(served: Served) -> None:
    """Inputs, score, the threshold it was held against, and the version that answered."""
    document = served.json("trace", f"prediction:{served.ids['north'][1]}")
    said = document["prediction"]
    assert [
        {"minutes": 450.0, "country": "EG"},
        1,
        "shop",
        "2026-01-31T12:00:01Z",
        "purchase@1",
        ["production"],
        0.5,
    ] == [
        said["inputs"],
        said["decision"],
        said["endpoint"],
        said["time"],
        document["version"]["name"],
        document["version"]["aliases"],
        document["rule"]["threshold"],
    ]


def test_a_person_reads_it_from_the_answer_to_the_source(served: Served) -> None:
    """In the order of the line."""
    said = served.lineal("trace", f"prediction:{served.ids['north'][1]}").stdout
    words = [
        "prediction 00010001",
        "at or above the threshold 0.5: decided 1",
        "minutes=450, country=EG",
        "purchase@1  production",
        "performance/roc_auc  pass  0.96  >= 0.9",
        "build/north",
        "north.csv",
    ]
    places = [said.find(word) for word in words]
    assert -1 not in places, said
    assert sorted(places) == places


@pytest.mark.parametrize(
    "ref", ["model:purchase@1", "model:purchase@production", "purchase@production"]
)
def test_a_version_is_found_by_number_and_alias(served: Served, ref: str) -> None:
    """Bare as well."""
    document = served.json("trace", ref)
    assert ("purchase@1", served.bundles["north"]) == (
        document["version"]["name"],
        document["bundle"],
    )


def test_the_last_digits_of_an_id_are_enough(served: Served) -> None:
    """With the word before them and without."""
    spelled = served.ids["south"][1]
    found = [
        served.json("trace", ref)["prediction"]["id"]
        for ref in (spelled, spelled.replace("-", "")[-8:], f"prediction:{spelled[-12:]}")
    ]
    assert [spelled] * 3 == found


def test_an_unknown_prediction_is_an_error_that_names_the_folder(served: Served) -> None:
    """And the option for another."""
    outcome = served.lineal("trace", "prediction:ffffffffffff")
    assert (1, True, True) == (
        outcome.exit_code,
        ".lineal/receipts" in outcome.stderr,
        "--receipts DIR" in outcome.stderr,
    )


def test_each_form_for_programs_has_the_prediction(served: Served) -> None:
    """Graphs and PROV go on to it."""
    ref = f"prediction:{served.ids['north'][1]}"
    mermaid = served.lineal("trace", ref, "--mermaid").stdout
    dot = served.lineal("trace", ref, "--dot").stdout
    prov = json.loads(served.lineal("trace", ref, "--prov").stdout)
    labels = {one["prov:label"] for one in prov["entity"].values()}
    assert all("prediction 00010001" in said for said in (mermaid, dot, *map(str, [labels])))
    assert {"purchase@1", "build/north", "north.csv"} <= labels


def test_only_the_sources_of_a_prediction(served: Served) -> None:
    """As of anything else."""
    lines = served.lineal("trace", "--raw", f"prediction:{served.ids['north'][0]}").stdout
    assert ["north.csv", "ready/north"] == sorted(line.split()[0] for line in lines.splitlines())


def test_a_bundle_that_is_no_version_here_says_what_is_unknown(served: Served) -> None:
    """What the receipt itself knows is told all the same."""
    id_ = foreign_prediction(served, small.files(offset=-1.0))
    document = served.json("trace", f"prediction:{id_}")
    assert [None, True, {"minutes": 1.0, "country": "IN"}] == [
        document["version"],
        "knows no version with the bundle" in document["unknown"][0],
        document["prediction"]["inputs"],
    ]


def test_receipts_may_lie_elsewhere(served: Served) -> None:
    """Where a server was told to write them."""
    os.rename(".lineal/receipts", "elsewhere")
    spelled = served.ids["north"][0]
    document = served.json("trace", f"prediction:{spelled}", "--receipts", "elsewhere")
    assert spelled == document["prediction"]["id"]


def test_python_gets_what_json_has(served: Served) -> None:
    """The same words."""
    ref = f"prediction:{served.ids['north'][0]}"
    assert served.json("trace", ref) == lineal.trace(ref)
