"""Every store keeps the port's promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import LedgerError
from lineal.ledger.opening import open_store
from tests.ledger.builder import Builder

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store

_WRITER = "insert into names (num, text) values (?, ?)"


def _names(store: Store, *texts: str) -> None:
    with store.writing():
        for number, text in enumerate(texts, 1):
            store.select(f"{_WRITER} returning num", [number, text])


def test_a_list_of_numbers_is_one_value(store: Store) -> None:
    """However long it is, the statement stays the same."""
    _names(store, "a", "b", "c")
    found = store.select("select text from names where num in (?*) order by num", [[1, 3, 99]])
    assert [("a",), ("c",)] == found


def test_a_list_of_bytes_is_one_value(store: Store) -> None:
    """JSON has no bytes, which nobody has to know."""
    Builder(store).execution("train", makes={"a": "x", "b": "y", "c": "z"})
    oids = [oid for (oid,) in store.select("select oid from artifacts order by num", [])]
    found = store.select(
        "select num from artifacts where num in (?*) and oid in (?*) and num in (?*) order by num",
        [[1, 2, 3], oids, [2, 3]],
    )
    assert [(2,), (3,)] == found


def test_an_empty_list_holds_nothing(store: Store) -> None:
    """No special case for callers."""
    _names(store, "a")
    assert [] == store.select("select text from names where text in (?*)", [[]])


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    """All of it or nothing."""

    def write_and_stop() -> None:
        with store.writing():
            store.select(f"{_WRITER} returning num", [1, "a"])
            raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        write_and_stop()
    assert [] == store.select("select text from names", [])


def test_an_error_of_the_database_names_the_ledger(store: Store) -> None:
    """The message begins with the place, as people may be shown it."""
    with pytest.raises(LedgerError, match="nothing_like_it") as caught:
        store.select("select * from nothing_like_it", [])
    assert caught.value.message.startswith(f"the ledger {store.label}: ")


def test_sums_are_plain_numbers(store: Store) -> None:
    """Postgres would give decimals."""
    _names(store, "a", "b")
    ((total,),) = store.select("select sum(num) from names", [])
    assert (3, int) == (total, type(total))


def test_what_was_written_is_there_when_it_is_opened_again(place: str) -> None:
    """By another process, at another time."""
    first = open_store(place)
    _names(first, "kept")
    first.close()
    second = open_store(place)
    found = second.select("select text from names", [])
    second.close()
    assert [("kept",)] == found
