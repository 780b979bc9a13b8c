"""``lineal metrics show``; tests/acceptance/test_reports.py has dvc beside it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.place import Place


@pytest.fixture
def reports(place: Place) -> Place:
    place.write(
        {
            "dvc.yaml": "metrics: [m.json, sub]\n",
            "m.json": '{"acc": 0.123456789, "notes": [1]}',
            "sub/n.yaml": "loss: {train: 2}\n",
        }
    )
    return place


def commit(place: Place, message: str) -> None:
    subprocess.run(["git", "add", "-A"], cwd=place.root, check=True)
    subprocess.run(["git", "commit", "-qm", message], cwd=place.root, check=True)


def test_metrics_are_a_table(reports: Place) -> None:
    """A column for each, the floats rounded."""
    expected = "Path        acc      loss.train\nm.json      0.12346  -\nsub/n.yaml  -        2\n"

    assert (0, expected, "") == reports.lineal("metrics", "show")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["m.json"], {"m.json": {"data": {"acc": 0.123456789}}}),
        (["sub"], {"sub/n.yaml": {"data": {"loss": {"train": 2}}}}),
    ],
)
def test_targets_are_files_and_directories(
    reports: Place, words: list[str], expected: object
) -> None:
    """As JSON nothing is rounded."""
    said = reports.lineal("metrics", "show", "--json", *words).stdout

    assert {"": {"data": expected}} == json.loads(said)


def test_a_file_that_does_not_parse_is_named_and_the_others_are_shown(reports: Place) -> None:
    """On stderr with its place, and in the JSON."""
    reports.write({"m.json": "{"})

    outcome = reports.lineal("metrics", "show", "--json")

    shown = json.loads(outcome.stdout)[""]["data"]
    assert (0, "DocumentError", 2) == (
        outcome.exit_code,
        shown["m.json"]["error"]["type"],
        shown["sub/n.yaml"]["data"]["loss"]["train"],
    )
    assert "warning: m.json:1:2: " in outcome.stderr


def test_a_revision_with_a_broken_project_spoils_no_other(reports: Place) -> None:
    """It has an error instead of data."""
    reports.write({"dvc.yaml": "metrics: 3\n"})
    commit(reports, "broken")
    reports.write({"dvc.yaml": "metrics: [m.json]\n"})
    commit(reports, "mended")

    outcome = reports.lineal("metrics", "show", "-A", "--json")

    assert [["data"], ["data"], ["error"]] == [
        list(one) for one in json.loads(outcome.stdout).values()
    ]
    assert "expected a list" in outcome.stderr


def test_paths_are_shown_from_where_one_stands(
    reports: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As every verb does."""
    monkeypatch.chdir(reports.root / "sub")

    said = reports.lineal("metrics", "show", "--json").stdout

    assert ["../m.json", "n.yaml"] == list(json.loads(said)[""]["data"])


def test_a_reason_is_said_once_with_the_revisions_it_holds_for(reports: Place) -> None:
    """Commits by their first digits; a history may have thousands of them."""
    reports.write({"dvc.yaml": "metrics: [gone.json]\n"})
    for number in range(5):
        reports.write({"n": str(number)})
        commit(reports, str(number))

    outcome = reports.lineal("metrics", "show", "-A")

    named, hint = outcome.stderr.splitlines()
    assert named.startswith("warning: workspace, ")
    assert named.endswith(" and 3 more: 'gone.json' does not exist")
    assert hint.startswith("hint: lineal run makes")
