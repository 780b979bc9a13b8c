"""Every byte is looked at, and what is wrong is named."""

from __future__ import annotations

from lineal.receipts.compact import compact
from lineal.receipts.verify import Verified, verify
from tests.receipts.making import Place, id_at, rows


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


def test_what_is_right_is_counted(place: Place) -> None:
    """In the table and in segments."""
    place.write(rows(0, 5))
    place.compact()
    place.write(rows(5, 7))
    assert Verified(1, 1, 7, ()) == verify(place.name)


def test_a_flipped_byte_of_a_segment_is_named(place: Place) -> None:
    """With the bytes that are affected; after a compaction too."""
    place.write(rows(0, 5))
    (segment,) = place.segments()
    data = segment.read_bytes()
    segment.write_bytes(_flip(data, data.index(id_at(2))))
    before = verify(place.name)
    compact(place.name)
    after = verify(place.name)
    assert (4, True, 4, True) == (
        before.rows,
        f"{segment} is damaged: " in before.problems[0],
        after.rows,
        "was damaged when it was compacted" in after.problems[0],
    )


def test_any_flipped_byte_of_a_part_is_named(place: Place) -> None:
    """At its start, in the middle, at its end."""
    place.write(rows(0, 5))
    place.compact()
    (part,) = place.parquet()
    data = part.read_bytes()
    problems: list[str] = []
    for at in (0, len(data) // 2, len(data) - 1):
        part.write_bytes(_flip(data, at))
        problems += verify(place.name).problems
    assert [f"{part} is damaged: its bytes are not those written"] * 3 == problems


def test_a_missing_part_is_named(place: Place) -> None:
    """The others are checked all the same."""
    place.write(rows(0, 9))
    place.compact(part_rows=3)
    place.parquet()[1].unlink()
    assert (6, 1) == (verify(place.name).rows, len(verify(place.name).problems))
