"""``lineal checkout``."""

from __future__ import annotations

import shutil

import pytest

from tests.pipeline.place import Place, noting


@pytest.fixture
def done(place: Place) -> Place:
    place.write({"data/a": "1", "data/b": "2", "in": "1"})
    place.lineal("add", "data", "in")
    place.stages({"s": noting("s", deps="in", outs="x")})
    assert place.lineal("run").ok
    return place


def lose(place: Place) -> None:
    (place.root / "x").unlink()
    (place.root / "in").unlink()
    shutil.rmtree(place.root / "data")


def test_what_is_gone_comes_back(done: Place) -> None:
    """Directories end in a slash, and come first."""
    lose(done)

    outcome = done.lineal("checkout")

    assert (0, "A\tdata/\nA\tin\nA\tx\n", "") == outcome
    assert "{}\n" == done.lineal("status", "--json").stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["x"], "A\tx\n"),
        (["s"], "A\tx\n"),
        (["data.dvc"], "A\tdata/\n"),
        (["--summary"], "4 files added\n"),
        (["-d", "s"], "A\tin\nA\tx\n"),
    ],
)
def test_targets_and_the_summary(done: Place, words: list[str], expected: str) -> None:
    """Counted by file, as dvc does."""
    lose(done)

    assert expected == done.lineal("checkout", *words).stdout


def test_nothing_to_do_is_said_only_in_the_summary(done: Place) -> None:
    """As in dvc."""
    assert ("", "No changes.\n") == (
        done.lineal("checkout").stdout,
        done.lineal("checkout", "--summary").stdout,
    )


def test_unsaved_changes_are_not_overwritten(done: Place) -> None:
    """Nothing at all is touched before that is known; --force does it."""
    (done.root / "in").unlink()
    done.write({"data/a": "precious", "data/new": "too"})

    refused = done.lineal("checkout")
    state = (done.read("data/a"), done.exists("in"))
    forced = done.lineal("checkout", "-f")

    assert (1, ("precious", False)) == (refused.exit_code, state)
    assert "unsaved files without confirmation.\ndata/" in refused.stderr
    assert (True, "1", False) == (forced.ok, done.read("data/a"), done.exists("data/new"))


def test_what_is_not_in_the_cache_is_named(done: Place) -> None:
    """The rest is brought back."""
    lose(done)
    md5 = done.lock()["s"]["outs"][0]["md5"]
    (done.root / f".dvc/cache/files/md5/{md5[:2]}/{md5[2:]}").unlink()

    failed = done.lineal("checkout")
    allowed = done.lineal("checkout", "--allow-missing")

    assert (1, True, True) == (failed.exit_code, done.exists("data/b"), allowed.ok)
    assert "error: Checkout failed for following targets:\nx\nhint: " in failed.stderr


def test_what_another_revision_placed_is_taken_away(done: Place) -> None:
    """If it is still as it was put there; a changed file is somebody's work."""
    done.write({"more": "1", "mine": "1"})
    done.lineal("add", "more", "mine")
    for name in ("more.dvc", "mine.dvc"):
        (done.root / name).unlink()
    done.write({"mine": "changed"})

    outcome = done.lineal("checkout")

    assert "D\tmore\n" == outcome.stdout
    assert (False, "changed") == (done.exists("more"), done.read("mine"))


def test_relink_says_so(done: Place) -> None:
    """And the content stays."""
    outcome = done.lineal("checkout", "--relink")

    assert (0, "Relinked successfully\n", "1") == (
        outcome.exit_code,
        outcome.stdout[-22:],
        done.read("data/a"),
    )


def test_a_stage_that_never_ran_has_nothing_to_bring(done: Place) -> None:
    """A warning, and the name of what failed."""
    done.stages({"s": noting("s", deps="in", outs="x"), "new": noting("new", outs="y")})

    outcome = done.lineal("checkout")

    assert 1 == outcome.exit_code
    assert "warning: No file hash info found for 'y'. It won't be created." in outcome.stderr
