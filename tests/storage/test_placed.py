"""What was put into the workspace, remembered from one verb to the next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.storage.placed import Placed

if TYPE_CHECKING:
    from pathlib import Path


def placed(root: Path) -> Placed:
    return Placed(os.fspath(root / "placed.json"), os.fspath(root))


def known(root: Path, *besides: str) -> dict[str, str]:
    """By name relative to the project."""
    found = placed(root).besides(os.fspath(root / name) for name in besides)
    return {os.path.relpath(path, root): oid for path, oid in found.items()}


def remember(root: Path, **names: str) -> None:
    register = placed(root)
    for name, oid in names.items():
        register.note(os.fspath(root / name), oid)
    register.close()


def test_what_was_noted_is_known_to_the_next(tmp_path: Path) -> None:
    """Except the paths one asks about."""
    remember(tmp_path, a="1", b="2")

    assert ({"a": "1", "b": "2"}, {"b": "2"}) == (known(tmp_path), known(tmp_path, "a"))


def test_it_is_known_at_once_within_one_verb(tmp_path: Path) -> None:
    """Before anything is written."""
    register = placed(tmp_path)
    register.note(os.fspath(tmp_path / "a"), "1")

    assert {os.fspath(tmp_path / "a"): "1"} == register.besides([])


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    """The rest stays."""
    remember(tmp_path, a="1", b="2")
    register = placed(tmp_path)
    register.forget(os.fspath(tmp_path / "a"))
    register.close()

    assert {"b": "2"} == known(tmp_path)


def test_two_verbs_at_once_both_leave_their_mark(tmp_path: Path) -> None:
    """The later one merges into what the earlier wrote meanwhile."""
    one, other = placed(tmp_path), placed(tmp_path)
    for register, name in ((one, "a"), (other, "b")):
        register.besides([])
        register.note(os.fspath(tmp_path / name), "1")
    one.close()
    other.close()

    assert {"a": "1", "b": "1"} == known(tmp_path)


@pytest.mark.parametrize("damage", ["", "{", "[1]", '"text"', "null"])
def test_a_damaged_file_counts_as_empty(tmp_path: Path, damage: str) -> None:
    """Nothing is taken away that is not known for sure; the next note mends it."""
    (tmp_path / "placed.json").write_text(damage)
    before = known(tmp_path)
    remember(tmp_path, a="1")

    assert ({}, {"a": "1"}) == (before, known(tmp_path))


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    """Neither a file nor a time stamp."""
    placed(tmp_path).close()
    absent = not (tmp_path / "placed.json").exists()
    remember(tmp_path, a="1")
    before = os.stat(tmp_path / "placed.json")
    remember(tmp_path, a="1")

    assert (True, before) == (absent, os.stat(tmp_path / "placed.json"))


def test_names_that_are_not_utf8_survive(tmp_path: Path) -> None:
    """As they are in the file system."""
    name = os.fsdecode(b"caf\xe9")
    register = placed(tmp_path)
    register.note(os.path.join(tmp_path, name), "1")
    register.close()

    assert {name: "1"} == known(tmp_path)
