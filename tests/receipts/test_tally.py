"""Counts that add up."""

from __future__ import annotations

from lineal.receipts.record import Entry, Record
from lineal.receipts.tally import Kind, Tally, added, tally
from tests.receipts.making import NOON, ORIGIN, id_at


def _entries(first: int, last: int) -> list[Entry]:
    return [
        Entry(Record(id_at(number), "{}", 0.5, number % 2), "/predict", ORIGIN)
        for number in range(first, last)
    ]


def test_each_kind_is_counted_with_its_first_and_last() -> None:
    """Whatever the order of the entries is."""
    kinds = [Kind("d", *ORIGIN[:3], "/predict", decision) for decision in (0, 1)]
    expected = [
        Tally(kinds[0], 3, NOON, NOON + 4000),
        Tally(kinds[1], 2, NOON + 1000, NOON + 3000),
    ]
    assert expected == tally(_entries(0, 5)[::-1], "d")


def test_counts_of_parts_are_counts_of_the_whole() -> None:
    """However it was cut."""
    whole = tally(_entries(0, 50), "d")
    cut = [tally(_entries(first, first + 10), "d") for first in range(0, 50, 10)]
    assert whole == added(one for part in cut for one in part)
