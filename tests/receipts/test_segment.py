"""What a segment says after anything happened to its bytes."""

from __future__ import annotations

import pytest

from lineal.base.errors import DataError, TooLarge
from lineal.receipts.segment import MOST_RECORD, Damage, decode, encode_header, encode_rows
from tests.receipts.making import ORIGIN, Row, id_at, row_at, rows

HEADER = encode_header(ORIGIN)


def _block(number: int) -> bytes:
    return encode_rows("/predict", [row_at(number)])


def _segment(*numbers: int) -> bytes:
    return HEADER + b"".join(map(_block, numbers))


def _ids(data: bytes) -> list[bytes]:
    return [entry.record.id for entry in decode(data, "x.seg").entries()]


def test_what_was_written_is_read() -> None:
    """Inputs as JSON, numbers as they were, and who wrote it."""
    ((record, route, origin),) = decode(_segment(3), "x.seg").entries()
    expected = '{"age":3.5,"region":"north","visits":3,"member":true,"gap":null}'
    assert (id_at(3), expected, 0.003, 1, "/predict", ORIGIN) == (*record, route, origin)


def test_a_call_with_many_rows_is_whole() -> None:
    """However many blocks it takes."""
    data = HEADER + encode_rows("/batch", rows(0, 1000))
    assert [id_at(number) for number in range(1000)] == _ids(data)


def test_every_way_to_cut_off_the_last_write_leaves_the_ones_before() -> None:
    """It was never acknowledged, so it is no damage."""
    whole, last = _segment(1, 2), _block(3)
    found = [decode(whole + last[:cut], "x.seg") for cut in range(len(last))]
    none: list[Damage] = []
    expected = ([id_at(1), id_at(2)], none, len(whole))
    assert [expected] * len(last) == [
        ([one.record.id for one in each.entries()], each.damages, each.whole) for each in found
    ]


def test_zeros_at_the_end_are_what_a_power_cut_leaves() -> None:
    """The size came to the disk and the bytes did not."""
    assert ([], [id_at(1)]) == (
        decode(_segment(1) + bytes(500), "x.seg").damages,
        _ids(_segment(1) + bytes(500)),
    )


def test_every_flipped_byte_is_found_and_costs_only_its_block() -> None:
    """Wherever it is: mark, length, checksum or payload."""
    before, block, after = _segment(1), _block(2), _block(3)
    for at in range(len(block)):
        flipped = bytearray(block)
        flipped[at] ^= 0x40
        content = decode(before + bytes(flipped) + after, "x.seg")
        ids = [entry.record.id for entry in content.entries()]
        assert ([id_at(1), id_at(3)], [Damage(len(before), len(block))]) == (ids, content.damages)


def test_a_flipped_byte_in_the_last_block_is_not_an_unfinished_write() -> None:
    """Its length is checked by itself, so it cannot promise bytes that never came."""
    data = bytearray(_segment(1, 2))
    data[-len(_block(2)) + 3] ^= 0x40
    assert [Damage(len(_segment(1)), len(_block(2)))] == decode(bytes(data), "x.seg").damages


@pytest.mark.parametrize("data", [b"", b"garbage" * 99, HEADER[:-1], HEADER[:20] + b"!" * 99])
def test_what_has_no_header_is_no_segment(data: bytes) -> None:
    """It is named."""
    with pytest.raises(DataError, match=r"x\.seg is not a segment of receipts"):
        decode(data, "x.seg")


def test_inputs_of_a_megabyte_are_refused() -> None:
    """Before anything is written."""
    large: Row = (id_at(1), {"text": "x" * MOST_RECORD}, 0.5, 1)
    with pytest.raises(TooLarge, match="the inputs of one request take more than"):
        encode_rows("/predict", [large])


@pytest.mark.parametrize("others", [0, 300])
def test_text_of_wide_characters_is_refused_by_its_bytes(others: int) -> None:
    """A receipt that is larger than readers take would be written, acknowledged, and lost."""
    wide: Row = (id_at(1), {"text": "\U0001f600" * (MOST_RECORD // 3)}, 0.5, 1)
    with pytest.raises(TooLarge, match="the inputs of one request take more than"):
        encode_rows("/predict", [wide, *rows(2, 2 + others)])


def test_rows_of_wide_characters_are_read_as_they_were_written() -> None:
    """However they fall into blocks."""
    wide: list[Row] = [(id_at(at), {"text": "\U0001f600" * 60_000}, 0.5, 1) for at in range(12)]
    data = HEADER + encode_rows("/batch", wide)
    assert ([id_at(at) for at in range(12)], []) == (_ids(data), decode(data, "x.seg").damages)


def test_a_decision_that_makes_a_receipt_unreadable_is_refused() -> None:
    """Whatever it is that makes it large."""
    with pytest.raises(TooLarge, match="one receipt takes"):
        encode_rows("/predict", [(id_at(1), {}, 0.5, "x" * (2 * MOST_RECORD))])
