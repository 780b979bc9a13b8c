"""Many files of one directory in one line."""

from __future__ import annotations

from lineal.ledger.observing.evidence import Touch
from lineal.ledger.observing.grouping import grouped


def shown(*paths: str) -> list[str]:
    return [one.shown for one in grouped(Touch(path) for path in paths)]


def test_a_few_files_are_named_one_by_one() -> None:
    """Their names say more than their directory."""
    assert ["data/a.csv", "b.csv"] == shown("data/a.csv", "b.csv")


def test_many_files_are_their_directory() -> None:
    """With how many there are; files at the root stay files."""
    paths = [f"images/{i}.png" for i in range(1200)]

    assert ["1,200 files of images", "x"] == shown(*paths, "x")


def test_many_directories_are_the_one_they_are_in() -> None:
    """As deep as can be said in few lines."""
    paths = [f"images/class{c}/{i}.png" for c in range(30) for i in range(10)]

    assert ["300 files of images"] == shown(*paths)
