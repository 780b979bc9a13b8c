"""What is particular to a ledger in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import LedgerError
from lineal.ledger.opened import open_store

if TYPE_CHECKING:
    from pathlib import Path


def test_garbage_is_named_and_can_be_replaced(tmp_path: Path) -> None:
    """The hint says how to go on."""
    place = tmp_path / "ledger.db"
    place.write_bytes(b"garbage" * 1000)
    with pytest.raises(LedgerError, match=r"ledger\.db: file is not a database") as caught:
        open_store(str(place))
    assert "`lineal pull` brings back" in (caught.value.hint or "")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file stands where a directory should be."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LedgerError, match=r"file/ledger\.db cannot be opened: (Not a|File exists)"):
        open_store(f"{tmp_path}/file/ledger.db")


def test_an_error_in_the_middle_of_a_file_is_named(tmp_path: Path) -> None:
    """Pages that are none."""
    place = tmp_path / "ledger.db"
    open_store(str(place)).close()
    data = bytearray(place.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    place.write_bytes(data)
    with pytest.raises(LedgerError, match="malformed"):
        open_store(str(place))
