"""Tables go forward, version by version, and come out as new ones would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import LedgerError
from lineal.ledger.opened import Ledger, open_store
from lineal.ledger.proving.prove import prove
from lineal.ledger.stores import postgres, schema, sqlite
from lineal.ledger.stores.statements import read_sql
from tests.ledger.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.ledger.stores.port import Store

_SECOND = "alter table runs add column mood text;\ncreate index runs_by_mood on runs (mood);\n"


def _second_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the next release had one more step."""

    def read_next(file: str) -> str:
        return _SECOND if file == "schema_2.sql" else read_sql(file)

    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "read_sql", read_next)
        monkeypatch.setattr(module, "CURRENT_SCHEMA", 2)
    monkeypatch.setattr(schema, "CURRENT_SCHEMA", 2)


def _shape(store: Store) -> list[tuple[object, ...]]:
    """Tables, columns and indices, whichever database it is."""
    if isinstance(store, sqlite.SQLiteStore):
        sql = "select type, name, tbl_name, sql from sqlite_schema order by name"
        return store.select(sql, [])
    columns = (
        "select table_name, column_name, data_type, is_nullable from information_schema.columns"
        " where table_schema = current_schema() order by 1, ordinal_position"
    )
    indices = (
        "select tablename, indexname, replace(indexdef, schemaname, '') from pg_indexes"
        " where schemaname = current_schema() order by 1, 2"
    )
    return [*store.select(columns, []), *store.select(indices, [])]


def test_migrated_is_the_same_as_fresh(
    new_place: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole schema, and the facts and tables are still there."""
    old, new = new_place(), new_place()
    first = open_store(old)
    build = Builder(first)
    build.execution("train", uses={"a": "x"}, makes={"b": "y"}, params={"p": 1})
    first.close()
    _second_version(monkeypatch)
    migrated, fresh = open_store(old), open_store(new)
    shapes = _shape(migrated), _shape(fresh)
    proof = prove(Ledger(migrated, build.writer, "nowhere"))
    migrated.close()
    fresh.close()
    assert (True, 1) == (proof.holds, proof.facts)
    assert shapes[0] == shapes[1]


def test_a_ledger_of_a_newer_version_is_refused(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is touched: whoever wrote it can go on."""
    with monkeypatch.context() as newer:
        _second_version(newer)
        first = open_store(place)
        before = _shape(first)
        first.close()
    with pytest.raises(LedgerError, match="of version 2, this one knows 1"):
        open_store(place)
    _second_version(monkeypatch)
    again = open_store(place)
    after = _shape(again)
    again.close()
    assert before == after
