"""The newest receipts, of what is asked for."""

from __future__ import annotations

import pytest

from lineal.receipts.listing import Wanted, listing
from tests.receipts.making import DAY, NOON, ORIGIN, Place, id_at, row_at, rows

OTHER = ORIGIN._replace(version="purchase@8", bundle="cd" * 32, endpoint="shadow")


@pytest.fixture
def filled(place: Place) -> Place:
    """Two versions mixed in parts of two days, and in a segment."""
    place.write(rows(0, 10))
    place.write(rows(10, 15), OTHER)
    place.write(rows(20, 23, NOON + DAY))
    place.compact(part_rows=6)
    place.write([row_at(30, NOON + DAY)], OTHER)
    return place


def test_the_newest_come_first(filled: Place) -> None:
    """Whatever lies where."""
    found = [one.id for one in listing(filled.name, limit=6)]
    newest = [id_at(number, NOON + DAY) for number in (30, 22, 21, 20)]
    assert [*newest, id_at(14), id_at(13)] == found


@pytest.mark.parametrize(
    "wanted",
    [Wanted(endpoint="shadow"), Wanted(version="purchase@8"), Wanted(bundle=OTHER.bundle)],
)
def test_only_what_is_asked_for_is_listed(filled: Place, wanted: Wanted) -> None:
    """Also from parts that have others too."""
    found = [one.id for one in listing(filled.name, wanted, limit=3)]
    assert [id_at(30, NOON + DAY), id_at(14), id_at(13)] == found


def test_nothing_older_than_asked_is_listed(filled: Place) -> None:
    """To the millisecond."""
    found = listing(filled.name, Wanted(version="purchase@7", since=NOON + 8_000), limit=99)
    assert [id_at(22, NOON + DAY), id_at(9), id_at(8)] == [found[0].id, *(o.id for o in found[3:])]


def test_what_was_never_predicted_is_not_looked_for(filled: Place) -> None:
    """Parts without it are not even opened: this one could not be."""
    filled.parquet()[0].write_bytes(b"")
    assert [] == listing(filled.name, Wanted(version="purchase@9"))
