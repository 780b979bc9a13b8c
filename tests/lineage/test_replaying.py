"""Replay: the same again, or the first thing on the way that is not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bundle import small
from tests.lineage.served import foreign_prediction

if TYPE_CHECKING:
    from tests.lineage.served import Served


def test_a_served_prediction_is_identical(served: Served) -> None:
    """Bit for bit, from the verified bundle."""
    document = served.json("replay", f"prediction:{served.ids['north'][0]}")
    (found,) = document["predictions"]
    assert ("identical", 0.0, None) == (found["verdict"], found["difference"], found["node"])


def test_many_are_replayed_at_once(served: Served) -> None:
    """The newest, or all of a version."""
    found = [
        served.json("replay", *words)["counts"]["identical"]
        for words in (
            ["--last", "4"],
            ["--version", "purchase@1"],
            ["--last", "1", "--version", "purchase@2"],
        )
    ]
    assert [4, 3, 1] == found


def test_bytes_are_found_in_the_cache(served: Served) -> None:
    """What the next run writes over the workspace changes no answer."""
    shutil.rmtree("build/north")
    assert 0 == served.lineal("replay", f"prediction:{served.ids['north'][0]}").exit_code


def test_a_flipped_byte_in_the_bundle_is_named(served: Served) -> None:
    """With the file it is in; wherever the bytes are, they are not believed."""
    for place in (Path("build/north"), Path(".dvc/cache")):
        _flip(place)
    outcome = served.lineal("replay", f"prediction:{served.ids['north'][0]}")
    assert (1, True, True) == (
        outcome.exit_code,
        "stopped at: bundle" in outcome.stdout,
        "model.onnx is not what the manifest says" in outcome.stdout,
    ), outcome.stdout


def test_a_flipped_byte_in_a_receipt_is_named(served: Served) -> None:
    """A receipt is checked before anything is computed."""
    for segment in Path(".lineal/receipts/wal").iterdir():
        data = bytearray(segment.read_bytes())
        data[-3] ^= 1
        segment.write_bytes(data)
    outcome = served.lineal("replay", f"prediction:{served.ids['south'][1]}")
    assert 1 == outcome.exit_code
    assert "receipt" in outcome.stdout + outcome.stderr


def test_a_bundle_that_nobody_registered_can_be_named(served: Served) -> None:
    """Without its folder it says what is unknown; with it the answer is had again."""
    files = small.files(offset=-1.0)
    id_ = foreign_prediction(served, files)
    os.mkdir("exported")
    for name, data in files.items():
        Path("exported", name).write_bytes(data)
    without = served.json("replay", f"prediction:{id_}")["predictions"][0]
    named = served.json("replay", f"prediction:{id_}", "--bundle", "exported")["predictions"][0]
    assert [("impossible", "bundle"), ("identical", None)] == [
        (one["verdict"], one["node"]) for one in (without, named)
    ]


@pytest.mark.parametrize("words", [[], ["--last", "0"], ["prediction:00010001", "--last", "1"]])
def test_which_ones_is_to_be_said(served: Served, words: list[str]) -> None:
    """And only in one way."""
    assert 2 == served.lineal("replay", *words).exit_code


def _flip(place: Path) -> None:
    """One byte of every model there."""
    models = [one for one in place.rglob("*") if one.is_file() and one.read_bytes()[:1] == b"\x08"]
    for model in models:
        data = bytearray(model.read_bytes())
        data[len(data) // 2] ^= 1
        os.chmod(model, 0o644)
        model.write_bytes(data)
