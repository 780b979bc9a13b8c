"""One receipt among many: in segments, in parts, by all digits or the last."""

from __future__ import annotations

import pytest

from lineal.base.errors import DataError, TargetError
from lineal.base.ids import make_id, spell
from lineal.receipts.find import find, find_ending
from tests.receipts.making import NOON, Place, Row, id_at, receipt_of, row_at, rows


@pytest.mark.parametrize("compacted", [False, True])
def test_every_receipt_is_found_by_its_id(place: Place, compacted: bool) -> None:
    """As it was written."""
    place.write(rows(0, 20))
    if compacted:
        place.compact(part_rows=7)
    found = [find(place.name, id_at(number)) for number in range(20)]
    assert [receipt_of(row) for row in rows(0, 20)] == found


@pytest.mark.parametrize("compacted", [False, True])
def test_the_last_digits_are_enough(place: Place, compacted: bool) -> None:
    """Eight, nine, or with dashes."""
    random = bytes.fromhex("00112233445566778899")
    rare: Row = (make_id(NOON, random), {"a": 1}, 0.5, 1)
    place.write([*rows(0, 3), rare])
    if compacted:
        place.compact()
    digits = rare[0].hex()
    asked = (digits[-8:], digits[-9:], spell(rare[0])[-13:].upper(), digits)
    assert [[receipt_of(rare)]] * 4 == [find_ending(place.name, one) for one in asked]


def test_what_is_ambiguous_is_all_told(place: Place) -> None:
    """Oldest first, wherever they are."""
    same: list[Row] = [
        (make_id(NOON + at * 1000, bytes(2) + b"abcdef" + bytes(2)), {}, 0.5, 1) for at in (2, 1)
    ]
    place.write(same[:1])
    place.compact()
    place.write(same[1:])
    assert [receipt_of(same[1]), receipt_of(same[0])] == find_ending(
        place.name, same[0][0].hex()[-10:]
    )


def test_there_is_nothing_where_nothing_was_written(place: Place) -> None:
    """Not even the directory."""
    assert (None, []) == (find(place.name, id_at(1)), find_ending(place.name, "12345678"))


def test_an_input_that_looks_like_an_id_is_none(place: Place) -> None:
    """The block says which of its bytes are ids."""
    text = "\u0010" + "abcdefgh" * 2
    place.write([(id_at(1), {"text": text}, 0.5, 1)])
    assert [] == find_ending(place.name, text[-8:].encode().hex())


@pytest.mark.parametrize("text", ["", "1234567", "zzzzzzzz", "1" * 33, "prediction"])
def test_what_is_no_id_is_told(place: Place, text: str) -> None:
    """With what shows ids."""
    with pytest.raises(TargetError, match="is not the id of a prediction"):
        find_ending(place.name, text)


@pytest.mark.parametrize("pattern", ["table/*/*.parquet", "tails/*.tails", "parts.json"])
def test_a_flipped_byte_is_never_an_answer(place: Place, pattern: str) -> None:
    """Whichever file has it, it is named."""
    place.write([row_at(1)])
    place.compact()
    (path,) = place.path.glob(pattern)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(DataError, match=f"{path.name} is damaged"):
        find(place.name, id_at(1))
