"""Receipts as a person meets them: list, show, info, compact."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lineal.base.ids import spell
from tests.receipts.making import Place as Receipts
from tests.receipts.making import id_at, rows

if TYPE_CHECKING:
    from tests.pipeline.place import Place

ID = spell(id_at(2))


@pytest.fixture
def receipts(place: Place) -> Receipts:
    """Three predictions of a project, not compacted."""
    found = Receipts(place.root / ".lineal/receipts")
    found.write(rows(0, 3))
    return found


def test_a_list_has_a_line_for_each_prediction(place: Place, receipts: Receipts) -> None:
    """Newest first, and what to do with one."""
    outcome = place.lineal("receipts", "list", "--limit", "2")
    lines = [line.split(maxsplit=1)[1] for line in outcome.stdout.splitlines()]
    expected = "00000002  purchase@7  0.002  0  age=2.5, region=north, visits=2, member=true, …"
    assert (2, True, True) == (
        len(lines),
        lines[0].endswith(expected),
        "all of one: lineal receipts show 00000002" in outcome.stderr,
    )
    assert receipts.segments()


def test_a_list_as_json_has_everything(place: Place, receipts: Receipts) -> None:
    """Of what is asked for."""
    said = place.lineal("receipts", "list", "--version", "purchase@7", "--limit", "1", "--json")
    (row,) = json.loads(said.stdout)
    assert (ID, "2026-01-31T12:00:00.002Z", 0.002, 0, 1) == (
        row["id"],
        row["time"],
        row["score"],
        row["decision"],
        len(receipts.segments()),
    )


def test_nothing_that_fits_is_said(place: Place, receipts: Receipts) -> None:
    """With what says which there are."""
    said = place.lineal("receipts", "list", "--endpoint", "other").stdout
    expected = "No prediction is like this; lineal receipts info says which there are.\n"
    assert (expected, 3) == (said, len(receipts.ids()))


@pytest.mark.parametrize("words", [[ID], [ID[-13:]], [ID, "--receipts", ".lineal/receipts"]])
def test_one_is_shown_whole(place: Place, receipts: Receipts, words: list[str]) -> None:
    """By its id or the last digits."""
    said = place.lineal("receipts", "show", *words).stdout.splitlines()
    assert (ID, ["member", "true"], 3) == (said[0], said[-2].split(), len(receipts.ids()))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "99999999"], "there is no receipt of a prediction '99999999'"),
        (["show", "nonsense"], "'nonsense' is not the id of a prediction"),
        (["list", "--receipts", "dvc.yaml"], "there are no receipts in dvc.yaml"),
        (["list", "--since", "once"], "--since: 'once' is no time"),
        (["list", "--limit", "0"], "--limit is to be 1 to 100,000"),
    ],
)
def test_what_cannot_be_answered_is_told(place: Place, words: list[str], message: str) -> None:
    """And the command that mends it."""
    outcome = place.lineal("receipts", *words)
    assert (True, True) == (message in outcome.stderr, "hint: " in outcome.stderr)


def test_compacting_says_what_was_done(place: Place, receipts: Receipts) -> None:
    """Once; then there is nothing to do."""
    said = [place.lineal("receipts", "compact").stdout for _ in range(2)]
    assert (["3 receipts of 1 segment compacted\n", "Nothing to compact.\n"], 3) == (
        said,
        len(receipts.ids()),
    )


def test_info_counts_by_what_predicted(place: Place, receipts: Receipts) -> None:
    """And by what was decided."""
    receipts.compact()
    said = place.lineal("receipts", "info", "--verify").stdout.splitlines()
    assert (True, True, "every byte is right: 3 receipts in 1 file and 0 segments") == (
        said[1].startswith("3 receipts: 1 Parquet file of "),
        said[2].startswith("  purchase  purchase@7  3  0: 2, 1: 1  last "),
        said[3],
    )


def test_info_names_the_files(place: Place, receipts: Receipts) -> None:
    """For who reads them at a moment when compaction may go on."""
    receipts.compact()
    said = json.loads(place.lineal("receipts", "info", "--json").stdout)
    assert (3, [str(path) for path in receipts.parquet()]) == (said["receipts"], said["files"])


def test_verify_names_what_is_damaged(place: Place, receipts: Receipts) -> None:
    """Exit 1."""
    receipts.compact()
    (part,) = receipts.parquet()
    part.write_bytes(part.read_bytes()[:-1])
    outcome = place.lineal("receipts", "info", "--verify")
    assert (1, True) == (outcome.exit_code, f"{part} is damaged" in outcome.stderr)


def test_a_project_without_predictions_says_so(place: Place) -> None:
    """Not an error."""
    said = [place.lineal("receipts", verb).stdout for verb in ("list", "compact", "info")]
    assert (True, "Nothing to compact.\n", True) == (
        "Nothing was predicted yet" in said[0],
        said[1],
        "Nothing was predicted yet" in said[2],
    )
