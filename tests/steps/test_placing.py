"""Outputs appear together, or everything stays as it was."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.steps.placing import placed
from lineal.storage.atomic import temporary_beside

if TYPE_CHECKING:
    from pathlib import Path


def tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_files_and_directories_replace_what_was_there(tmp_path: Path) -> None:
    """A directory as a whole: nothing of the old one stays in it."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model/old").write_text("old")
    (tmp_path / "file").write_text("old")

    with placed({f"{tmp_path}/model": {"a/b": b"1", "c": b"2"}, f"{tmp_path}/file": b"3"}):
        pass

    assert {"model/a/b": b"1", "model/c": b"2", "file": b"3"} == tree(tmp_path)


def test_what_fails_afterwards_brings_the_old_ones_back(tmp_path: Path) -> None:
    """The block is part of it: a ledger that refuses, for one."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model/old").write_text("old")

    with (
        pytest.raises(KeyError, match="refused"),
        placed({f"{tmp_path}/model": {"new": b"1"}, f"{tmp_path}/file": b"3"}),
    ):
        raise KeyError("refused")

    assert {"model/old": b"old"} == tree(tmp_path)


def test_a_place_that_cannot_be_written_names_it_and_changes_nothing(tmp_path: Path) -> None:
    """Although another one could have been."""
    (tmp_path / "file").write_text("old")

    with (
        pytest.raises(DataError, match=r"file/below.*cannot be written"),
        placed({f"{tmp_path}/first": b"1", f"{tmp_path}/file/below/x": b"2"}),
    ):
        pass

    assert {"file": b"old"} == tree(tmp_path)


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """It may lead into the cache, whose objects never change."""
    (tmp_path / "object").write_text("cached")
    (tmp_path / "out").symlink_to(tmp_path / "object")

    with placed({f"{tmp_path}/out": b"new"}):
        pass

    assert {"object": b"cached", "out": b"new"} == tree(tmp_path)


def test_what_a_killed_step_left_is_swept(tmp_path: Path) -> None:
    """By the next one that writes there."""
    dead = temporary_beside(f"{tmp_path}/out").replace(f"{os.getpid():x}", f"{2**22 + 5:x}", 1)
    os.mkdir(dead)

    with placed({f"{tmp_path}/out": b"new"}):
        pass

    assert ["out"] == os.listdir(tmp_path)
