"""What is particular to a ledger in Postgres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import LedgerError
from lineal.ledger.opened import open_store

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresServer


def test_neither_user_nor_password_is_ever_shown() -> None:
    """Not in errors either."""
    with pytest.raises(LedgerError, match=r"the ledger postgresql://127\.0") as caught:
        open_store("postgresql://somebody:hunter2@127.0.0.1:1/lineal")
    assert not {"somebody", "hunter2"} & set(caught.value.message.replace("@", ":").split(":"))


def test_a_url_that_is_none_is_not_repeated() -> None:
    """A password with an odd character in it would be."""
    with pytest.raises(LedgerError, match="is not one of Postgres") as caught:
        open_store("postgresql://somebody:hunter%zz2@host/db")
    assert "hunter" not in caught.value.message


def test_a_label_says_where(postgres: PostgresServer) -> None:
    """And neither who nor how."""
    store = open_store(postgres.new_url())
    label = store.label
    store.close()
    assert (True, True) == (label.startswith("postgresql://"), "postgres:" not in label)


def test_who_waits_too_long_to_write_says_so_and_can_still_read(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who has gone without a word may hold the table."""
    url = postgres.new_url()
    monkeypatch.setattr("lineal.ledger.stores.postgres._LOCK_SECONDS", 1)
    one, other = open_store(url), open_store(url)
    with one.writing(), pytest.raises(LedgerError, match="lock timeout"), other.writing():
        pass
    with other.writing():
        other.run("set_memory", "key", "value")

    assert [("value",)] == other.rows("memory", "key")
    one.close()
    other.close()
