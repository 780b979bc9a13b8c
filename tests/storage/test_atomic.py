"""A file is old or new, never between."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from lineal.storage import atomic
from lineal.storage.atomic import is_leftover, maker_of, temporary_beside, write_atomic

if TYPE_CHECKING:
    from pathlib import Path


def test_the_mode_of_the_old_file_stays(tmp_path: Path) -> None:
    """Unless another is asked for."""
    path = tmp_path / "f"
    path.write_text("old")
    path.chmod(0o640)
    write_atomic(os.fspath(path), b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Its target gets the new bytes."""
    (tmp_path / "f").write_text("old")
    (tmp_path / "l").symlink_to("f")
    write_atomic(os.fspath(tmp_path / "l"), b"new")
    assert ((tmp_path / "l").is_symlink(), (tmp_path / "f").read_bytes()) == (True, b"new")


def test_a_failure_keeps_the_old_file_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if nothing had been tried."""
    (tmp_path / "f").write_text("old")
    monkeypatch.setattr(atomic, "write_all", _fail)
    with pytest.raises(OSError, match="full"):
        write_atomic(os.fspath(tmp_path / "f"), b"new")
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"f": "old"}


def test_a_temporary_file_says_who_made_it() -> None:
    """So that what a killed process left can be removed."""
    name = temporary_beside("/d/f")
    assert (is_leftover(name), maker_of(name), is_leftover("/d/.f.tmp")) == (
        True,
        os.getpid(),
        False,
    )


def _fail(*_: object) -> None:
    message = "full"
    raise OSError(message)
