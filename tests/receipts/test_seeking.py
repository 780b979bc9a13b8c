"""One id in the bytes of a segment."""

from __future__ import annotations

from lineal.receipts.seeking import entries_ending
from lineal.receipts.segment import encode_header, encode_rows
from tests.receipts.making import ORIGIN, id_at, row_at, rows

MANY = encode_header(ORIGIN) + encode_rows("/batch", rows(0, 600))


def _found(data: bytes, number: int) -> list[bytes]:
    return [one.record.id for one in entries_ending(data, "x.seg", id_at(number).hex())]


def test_a_row_is_found_in_whichever_block_it_is() -> None:
    """First, last, and where one block ends and the next begins."""
    numbers = (0, 255, 256, 257, 599)
    assert [[id_at(number)] for number in numbers] == [_found(MANY, one) for one in numbers]


def test_what_was_cut_off_is_not_found() -> None:
    """It was never acknowledged."""
    data = encode_header(ORIGIN) + encode_rows("/predict", [row_at(1)])
    assert ([], [id_at(1)]) == (_found(data[:-1], 1), _found(data, 1))


def test_a_block_with_a_flipped_byte_is_no_answer() -> None:
    """Though the id itself is whole."""
    data = bytearray(encode_header(ORIGIN) + encode_rows("/predict", [row_at(1)]))
    data[-1] ^= 1
    assert [] == _found(bytes(data), 1)
