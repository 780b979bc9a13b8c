"""Rows by the last digits of their ids."""

from __future__ import annotations

from lineal.base.ids import make_id, tail
from lineal.receipts.tails import encode, rows_with
from tests.receipts.making import id_at


def test_every_row_is_found_by_its_tail() -> None:
    """Whatever the order of the tails is."""
    ids = [make_id(at, (at * 7919 % 1000).to_bytes(8, "big") + b"\0\0") for at in range(500)]
    data = encode(ids)
    assert [[row] for row in range(500)] == [rows_with(data, tail(id_)) for id_ in ids]


def test_rows_that_share_a_tail_are_all_found() -> None:
    """Who asks looks at the rest of their digits."""
    ids = [make_id(at, bytes(10)) for at in range(3)]
    assert [0, 1, 2] == rows_with(encode([*ids, id_at(5)]), tail(ids[0]))


def test_what_is_not_there_is_not_found() -> None:
    """Before the first, between, and after the last; and in nothing."""
    data = encode([id_at(5), id_at(9)])
    assert [[], [], [], []] == [
        *(rows_with(data, tail(id_at(number))) for number in (1, 7, 11)),
        rows_with(b"", 1),
    ]
