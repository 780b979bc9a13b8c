"""What a command made of the same inputs before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from lineal.pipeline import run_cache
from lineal.storage.cache import Cache
from tests.pipeline.make import params, stage

if TYPE_CHECKING:
    from pathlib import Path


def entry(digest: str = "1") -> dict[str, Any]:
    return {
        "cmd": "c",
        "deps": [{"path": "d", "hash": "md5", "md5": "0" * 32, "size": 1}],
        "outs": [{"path": "o", "hash": "md5", "md5": digest * 32, "size": 1}],
    }


class Desk:
    """A cache, and what it warned of."""

    def __init__(self, root: Path) -> None:
        self.cache = Cache(os.fspath(root))
        self.warnings: list[str] = []

    def save(self, digest: str) -> str:
        before = set(self.files())
        run_cache.save(self.cache, entry(digest), self.warnings.append)
        return next(iter(set(self.files()) - before), "")

    def find(self) -> Any:
        return run_cache.find(self.cache, entry(), self.warnings.append)

    def files(self) -> list[str]:
        return [
            os.path.join(directory, name)
            for directory, _, names in os.walk(self.cache.runs_dir)
            for name in names
        ]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_was_saved_is_found_by_its_inputs(desk: Desk) -> None:
    """Whatever came of them."""
    desk.save("7")

    assert (entry("7"), []) == (desk.find(), desk.warnings)


def test_the_newest_of_several_results_counts(desk: Desk) -> None:
    """By the time it was made."""
    for digest, time in (("1", 100), ("3", 300), ("2", 200)):
        os.utime(desk.save(digest), (time, time))

    assert entry("3") == desk.find()


def test_the_same_result_is_kept_once(desk: Desk) -> None:
    """It keeps its time."""
    os.utime(desk.save("1"), (100, 100))
    desk.save("1")

    assert [100.0] == [os.path.getmtime(path) for path in desk.files()]


@pytest.mark.parametrize("damage", ["", "a: [", "cmd: 1\nouts: text\n", "unknown: key\n"])
def test_a_damaged_result_is_removed_with_a_warning(desk: Desk, damage: str) -> None:
    """And found no more."""
    path = desk.save("1")
    with open(path, "w", encoding="utf-8") as file:
        file.write(damage)

    found = desk.find()

    assert (None, [f"corrupted run-cache entry '{path}' removed"], []) == (
        found,
        desk.warnings,
        desk.files(),
    )


def test_nothing_saved_nothing_found(desk: Desk) -> None:
    """And nothing made."""
    assert (None, []) == (desk.find(), desk.files())


ELIGIBLE = stage(deps="d", outs="o")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"deps": (), "params": (params("k"),)}, True),
        ({"deps": ()}, False),
        ({"outs": ()}, False),
        ({"cmd": None}, False),
        ({"always_changed": True}, False),
        ({"outs": (ELIGIBLE.outs[0]._replace(persist=True),)}, False),
        ({"outs": (ELIGIBLE.outs[0]._replace(in_repo=False),)}, False),
        ({"deps": (ELIGIBLE.deps[0]._replace(external=True),)}, False),
    ],
)
def test_which_stages_can_be_looked_up(changes: dict[str, Any], *, expected: bool) -> None:
    """Pure functions of local inputs to outputs that are kept."""
    assert expected == run_cache.is_eligible(ELIGIBLE._replace(**changes))


@pytest.mark.parametrize(
    ("kind", "expected"), [("outs", False), ("metrics", True), ("plots", True)]
)
def test_reports_can_be_brought_back_without_being_cached(kind: str, *, expected: bool) -> None:
    """Their few bytes are kept for the purpose."""
    plain = ELIGIBLE.outs[0]._replace(cache=False, kind=kind)

    assert expected == run_cache.may_save(ELIGIBLE._replace(outs=(plain,)))
