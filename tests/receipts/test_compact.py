"""Segments become parts: exactly once, by day, and only what nobody writes any more."""

from __future__ import annotations

import os
import time

import pytest

from lineal.base.errors import BusyError, DataError
from lineal.receipts.compact import compact
from lineal.receipts.find import find
from lineal.receipts.locking import alone
from lineal.receipts.verify import verify
from lineal.receipts.writing import ReceiptLog
from tests.receipts.making import DAY, NOON, ORIGIN, Place, Row, id_at, receipt_of, row_at, rows


def test_nothing_changes_for_who_reads(place: Place) -> None:
    """Not a digit of an input."""
    inputs = {"text": 'a"\n\u2028é', "tiny": 5e-324, "big": 2**53 + 1}
    strange: Row = (id_at(9), inputs, 0.1 + 0.2, "yes")
    place.write([*rows(0, 5), strange])
    before = place.all()
    place.compact()
    assert ([*map(receipt_of, [*rows(0, 5), strange])], before) == (place.all(), before)


def test_a_second_time_there_is_nothing_to_do(place: Place) -> None:
    """And nothing is counted again."""
    place.write(rows(0, 5))
    assert (5, 0, 5) == (place.compact(), place.compact(), len(place.ids()))


def test_each_prediction_goes_to_its_day(place: Place) -> None:
    """In UTC, whenever it is compacted."""
    place.write([row_at(2, NOON + DAY), row_at(1)])
    place.write([row_at(3)])
    place.compact()
    days = [path.parent.name for path in place.parquet()]
    assert ["day=2026-01-31", "day=2026-02-01"] == days


def test_no_part_is_larger_than_asked(place: Place) -> None:
    """And the rows of each follow those of the one before."""
    place.write(rows(0, 25)[::-1])
    place.compact(part_rows=10)
    assert (3, [id_at(number) for number in range(25)]) == (len(place.parquet()), place.ids())


def test_what_a_living_worker_writes_is_left_alone(place: Place) -> None:
    """Readers find it all the same; it is taken over when the worker is gone."""
    place.write([row_at(1)])
    log = ReceiptLog(place.name, ORIGIN)
    log.write("/predict", [row_at(2)])
    done = compact(place.name)
    log.write("/predict", [row_at(3)])
    log.close()
    assert (1, 1, 2, [id_at(1), id_at(2), id_at(3)]) == (
        done.rows,
        done.living,
        place.compact(),
        place.ids(),
    )


def test_one_compaction_at_a_time(place: Place) -> None:
    """The other is told, and does nothing."""
    place.write([row_at(1)])
    with alone(place.name), pytest.raises(BusyError, match="another process compacts"):
        compact(place.name)
    assert 1 == len(place.segments())


def test_small_parts_of_a_day_are_merged(place: Place) -> None:
    """So a worker that writes little does not leave a thousand files."""
    for number in range(4):
        place.write([row_at(number)])
        place.compact()
    place.write([row_at(9, NOON + DAY)])
    place.compact(merge_at=4)
    expected = [*map(id_at, range(4)), id_at(9, NOON + DAY)]
    assert (2, expected) == (len(place.parquet()), place.ids())


def test_what_is_damaged_is_kept_and_told(place: Place) -> None:
    """The rest of the segment is taken."""
    place.write(rows(0, 3))
    (segment,) = place.segments()
    data = bytearray(segment.read_bytes())
    data[data.index(id_at(1)) + 3] ^= 1
    segment.write_bytes(data)
    done = compact(place.name)
    kept = (place.path / "damaged" / segment.name).read_bytes()
    assert ([id_at(0), id_at(2)], [segment.stem], bytes(data)) == (
        place.ids(),
        [one.name for one in done.damaged],
        kept,
    )


def test_a_segment_that_never_got_its_name_is_swept_away(place: Place) -> None:
    """Not a young one: its worker may be about to name it."""
    place.write([row_at(1)])
    wal = place.path / "wal"
    for name in ("old.new", "young.new"):
        (wal / name).write_bytes(b"x")
    os.utime(wal / "old.new", (0, time.time() - 7200))
    place.compact()
    assert ["young.new"] == [path.name for path in wal.iterdir()]


def test_nothing_is_removed_that_was_not_announced(place: Place) -> None:
    """With an old manifest from a backup, the parts after it stay where they are."""
    place.write([row_at(1)])
    place.compact()
    old = (place.path / "parts.json").read_bytes()
    place.write([row_at(2)])
    place.compact()
    (place.path / "parts.json").write_bytes(old)
    place.write([row_at(3)])
    place.compact()
    assert ([id_at(1), id_at(3)], 3, 1) == (
        place.ids(),
        len(place.parquet()),
        len(verify(place.name).problems),
    )


def test_a_manifest_that_is_gone_is_told(place: Place) -> None:
    """The table is not taken for empty, nor for a leftover."""
    place.write([row_at(1)])
    place.compact()
    (place.path / "parts.json").unlink()
    for ask in (place.ids, place.compact):
        with pytest.raises(DataError, match=r"parts\.json is missing"):
            ask()
    assert 1 == len(place.parquet())


def test_tails_that_were_lost_are_made_again(place: Place) -> None:
    """They can be: the part has the ids."""
    place.write(rows(0, 3))
    place.compact()
    (tails,) = (place.path / "tails").iterdir()
    tails.unlink()
    with pytest.raises(DataError, match=r"\.tails is missing"):
        find(place.name, id_at(1))
    place.compact()
    assert receipt_of(row_at(1)) == find(place.name, id_at(1))
