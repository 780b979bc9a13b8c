"""``lineal verify``, and how transfers are told."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from lineal.cli.amounts import size_text, time_text
from lineal.cli.transfer_progress import standing, summary
from lineal.storage.transfer.meter import Meter

if TYPE_CHECKING:
    from tests.pipeline.place import Place

FIRST, SECOND = "c4ca4238a0b923820dcc509a6f75849b", "c81e728d9d4c2f636f067f89cc14862c"


@pytest.fixture
def shared(place: Place) -> Place:
    """Two files, pushed to a folder."""
    place.write({"a": "1", "b": "2"})
    place.write({".dvc/config": "[core]\n    remote = r\n['remote \"r\"']\n    url = ../store\n"})
    assert place.lineal("add", "a", "b").ok
    assert place.lineal("push").ok
    return place


def damage(place: Place, oid: str, where: str = ".dvc/cache") -> None:
    path = place.root / where / "files" / "md5" / oid[:2] / oid[2:]
    path.unlink()
    path.write_text("damaged")
    path.chmod(0o444)


def test_what_is_whole_is_said_to_be(shared: Place) -> None:
    """The cache and the ledger; the remote only if it is asked for."""
    outcome = shared.lineal("verify")

    cache, ledger = outcome.stdout.splitlines()
    assert (0, "cache: 2 objects checked, all are whole.", True, "") == (
        outcome.exit_code,
        cache,
        ledger.startswith("ledger: ") and ledger.endswith(" proved, all are whole."),
        outcome.stderr,
    )


def test_damaged_and_missing_objects_are_named(shared: Place) -> None:
    """By the path they belong to; nothing is changed."""
    damage(shared, FIRST)
    shutil.rmtree(shared.root / ".dvc/cache/files/md5" / SECOND[:2])

    outcome = shared.lineal("verify", "--json")

    found = json.loads(outcome.stdout)["cache"]
    assert (1, {FIRST: "a"}, {SECOND: "b"}) == (
        outcome.exit_code,
        found["damaged"],
        found["missing"],
    )


def test_they_are_fetched_again(shared: Place) -> None:
    """Then everything is whole."""
    damage(shared, FIRST)

    mended = shared.lineal("verify", "--fetch")

    assert (0, True) == (mended.exit_code, "fetched again" in mended.stdout)
    assert shared.lineal("verify").ok


def test_what_no_remote_has_is_set_aside(shared: Place) -> None:
    """Nobody takes it for data any more, and it is not lost."""
    damage(shared, FIRST)
    shutil.rmtree(shared.root / ".dvc" / ".." / "store", ignore_errors=True)

    outcome = shared.lineal("verify", "--fetch", "a")

    kept = shared.root / ".dvc" / "cache" / "damaged" / FIRST
    assert (1, "damaged") == (outcome.exit_code, kept.read_text())


def test_a_damaged_remote_is_found(shared: Place) -> None:
    """By its bytes."""
    damage(shared, SECOND, "store")

    outcome = shared.lineal("verify", "--remote")

    assert (1, True) == (outcome.exit_code, f"damaged:     b ({SECOND})" in outcome.stdout)


def test_targets_narrow_what_is_checked(shared: Place) -> None:
    """One of two."""
    assert "cache: 1 object checked, all are whole.\n" == shared.lineal("verify", "a").stdout


def test_what_is_pulled_is_limited_by_size_and_kind(shared: Place) -> None:
    """``fetch --max-size`` and ``--type`` leave out the rest."""
    shutil.rmtree(shared.root / ".dvc" / "cache")

    said = [
        shared.lineal("fetch", *words).stdout
        for words in (["--type", "metrics"], ["--max-size", "1"], ["--max-size", "2"])
    ]

    assert ["Everything is up to date.\n"] * 2 + ["2 files fetched\n"] == said


def test_a_read_only_cache_is_named(shared: Place) -> None:
    """What cannot be stored is an error with the place and the way out."""
    shutil.rmtree(shared.root / ".dvc" / "cache")
    (shared.root / ".dvc" / "cache").write_text("in the way")

    outcome = shared.lineal("fetch")

    assert (1, True) == (outcome.exit_code, "cannot use the cache at" in outcome.stderr)


def test_progress_says_how_much_and_how_long() -> None:
    """Objects, bytes, rate and time left."""
    meter = Meter()
    meter.begin("pushing", 200)
    meter.moved(3_000_000)
    meter.finished(50)

    assert "pushing · 50 of 200 files · 3.0 MB · 1.5 MB/s · 6 s left" == standing(meter, 2.0)


def test_numbers_have_units() -> None:
    """And are short."""
    assert ["999 B", "1.0 kB", "2.5 GB", "59 s", "2 min", "1.5 h"] == [
        *map(size_text, (999, 1000, 2_500_000_000)),
        *map(time_text, (59, 130, 5400)),
    ]


def test_counts_are_told_as_dvc_does() -> None:
    """Nothing at all is nothing to say."""
    assert ["1 file fetched and 2 files added", ""] == [
        summary({"fetched": 1, "added": 2, "deleted": 0}),
        summary({"pushed": 0}),
    ]


def test_the_remote_is_not_asked_for_what_is_here(shared: Place) -> None:
    """A pull with nothing to do works without it."""
    os.rename(shared.root / "store", shared.root / "away")

    assert (0, "Everything is up to date.\n", "") == shared.lineal("pull")
