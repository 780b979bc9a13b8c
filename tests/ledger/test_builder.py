"""The builder of histories says what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.ledger.stores.sqlite import SQLiteStore
from tests.ledger.builder import BEGIN, SECOND, Builder, oid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[SQLiteStore]:
    store = SQLiteStore(f"{tmp_path}/ledger.db")
    yield store
    store.close()


def test_a_run_counts_what_executed_within(own_store: SQLiteStore) -> None:
    """Stages are counted by what became of them."""
    build = Builder(own_store)
    with build.run():
        build.execution("prepare")
        build.execution("train", status="failed")
        build.skipped("report")
    rows = own_store.select("select status, ran, skipped, failed from runs", [])
    assert [("failed", 1, 1, 1)] == rows


def test_time_moves_on_with_each_fact(own_store: SQLiteStore) -> None:
    """A later call is a later execution."""
    build = Builder(own_store)
    build.execution("a")
    build.execution("b")
    rows = own_store.select("select time from executions order by num", [])
    assert [(BEGIN + SECOND,), (BEGIN + 2 * SECOND,)] == rows


def test_a_history_told_together_is_one_transaction(own_store: SQLiteStore) -> None:
    """Nothing is there before the end."""
    build = Builder(own_store)
    with build.together():
        build.execution("a", uses={"in": "x"}, makes={"out": "y/"})
        before = own_store.select("select count(*) from executions", [])
    assert [(0,)] == before
    assert [(1,)] == own_store.select("select count(*) from executions", [])


def test_a_word_with_a_slash_is_a_directory() -> None:
    """Words are MD5 digests, and digests are themselves."""
    assert oid("data/") == f"{oid('data')}.dir"
    assert oid(oid("data/")) == oid("data/")
