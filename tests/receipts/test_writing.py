"""A worker's log when all goes well, and when the disk is full."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.receipts.writing import ReceiptLog
from tests.receipts.making import ORIGIN, Place, id_at, receipt_of, row_at, rows

if TYPE_CHECKING:
    from pathlib import Path


def test_a_receipt_is_there_when_write_returns(place: Place) -> None:
    """Nothing is closed or flushed first."""
    log = ReceiptLog(place.name, ORIGIN)
    log.write("/predict", [row_at(1)])
    assert [receipt_of(row_at(1))] == place.all()
    log.close()


def test_a_segment_ends_at_its_size(place: Place) -> None:
    """The next write starts another."""
    log = ReceiptLog(place.name, ORIGIN, segment_bytes=1000)
    for row in rows(0, 30):
        log.write("/predict", [row])
    log.close()
    sizes = [path.stat().st_size for path in place.segments()]
    assert (True, 30) == (len(sizes) > 3 and max(sizes) < 1500, len(place.ids()))


def test_an_idle_worker_gives_its_segment_away(place: Place) -> None:
    """When it is old, and has anything in it."""
    log = ReceiptLog(place.name, ORIGIN, segment_seconds=-1)
    log.seal_if_old()
    log.write("/predict", [row_at(1)])
    log.seal_if_old()
    log.seal_if_old()
    assert (1, [id_at(1)]) == (place.compact(), place.ids())
    log.close()


def test_a_full_disk_acknowledges_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came to the disk of it is taken back, and when there is room it goes on."""
    log = ReceiptLog(place.name, ORIGIN)
    log.write("/predict", [row_at(1)])
    real = os.write
    room = [True, False]

    def full(descriptor: int, data: bytes) -> int:
        if not room.pop(0):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(descriptor, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DataError, match=r"receipts cannot be written below .*No space left"):
        log.write("/predict", [row_at(2)])
    monkeypatch.undo()
    log.write("/predict", [row_at(3)])
    log.close()
    assert [id_at(1), id_at(3)] == place.ids()


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    """Not with the first prediction."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match=r"receipts cannot be written below .*file"):
        ReceiptLog(str(tmp_path / "file"), ORIGIN)


def test_durable_waits_for_the_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """With each call, before it returns."""
    waited: list[int] = []
    monkeypatch.setattr(os, "fdatasync", waited.append)
    log = ReceiptLog(place.name, ORIGIN, durable=True)
    log.write("/predict", [row_at(1)])
    log.write("/batch", rows(2, 400))
    log.close()
    assert 2 == len(waited)
