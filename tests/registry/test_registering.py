"""The next number of a model."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import UsageError
from lineal.ledger.opened import Ledger, open_store
from lineal.ledger.writer import Writer
from lineal.registry.registering import check_name, register
from lineal.registry.versions import versions_of
from tests.ledger.builder import Builder, sha

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.kinds.version import VersionPayload
    from lineal.ledger.stores.port import Store


def _payload(word: str) -> VersionPayload:
    return {"model": "purchase", "bundle": sha(word), "path": None, "oid": None, "verdict": "pass"}


def _ledger(store: Store) -> Ledger:
    return Ledger(store, Writer("ann", "ann@here"), "")


def test_each_bundle_gets_the_next_number(file_store: Store) -> None:
    """Also after facts of others came, which had gone further."""
    ledger = _ledger(file_store)
    first = register(ledger, _payload("a")).version.number
    Builder(file_store).version("purchase", 8, "other")
    assert (1, 9) == (first, register(ledger, _payload("b")).version.number)


def test_the_same_bundle_again_is_the_same_version(file_store: Store) -> None:
    """And no new fact."""
    ledger = _ledger(file_store)
    first, again = (register(ledger, _payload("a")) for _ in range(2))
    assert (first.version, True, False) == (again.version, first.is_new, again.is_new)


def test_numbers_given_at_the_same_moment_are_different(tmp_path: Path) -> None:
    """Each is given inside of the transaction that writes it."""

    def work(word: str) -> None:
        store = open_store(f"{tmp_path}/ledger.db")
        try:
            register(Ledger(store, Writer(word, word), ""), _payload(word))
        finally:
            store.close()

    threads = [threading.Thread(target=work, args=(f"w{nth}",)) for nth in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = open_store(f"{tmp_path}/ledger.db")
    numbers = [one.number for one in versions_of(store, "purchase")]
    store.close()
    assert [1, 2, 3, 4, 5, 6] == numbers


@pytest.mark.parametrize("name", ["", "7up", "a@b", "a/b", "../a", "a b", "a:b", "x" * 101])
def test_a_name_that_could_mean_something_else_is_refused(name: str) -> None:
    """It stands in references, paths and URLs."""
    with pytest.raises(UsageError, match="cannot be the name of a model"):
        check_name(name)
