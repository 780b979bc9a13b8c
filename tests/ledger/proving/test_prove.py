"""What was changed in a ledger is found, and named."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from lineal.ledger.kept import keep, kept_path
from lineal.ledger.opening import Ledger, open_store
from lineal.ledger.proving.prove import prove
from lineal.ledger.proving.rebuild import rebuild
from tests.ledger.builder import Builder, oid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.ledger.stores.port import Store

_MEMBERS = {"a.png": oid("a"), "b.png": oid("b")}
_COLUMN = {
    "from": {"path": "raw.csv", "oid": oid("r1"), "column": "price"},
    "to": {"path": "model.pkl", "oid": oid("m1"), "column": "weight"},
}


def _history(store: Store) -> Builder:
    build = Builder(store)
    build.execution("raw.csv.dvc", status="added", makes={"raw.csv": "r1", "images": "i1/"})
    build.listing("i1/", _MEMBERS)
    build.commit("c" * 40, entries={"train": "e" * 32})
    with build.run(author="ann@example.org"):
        build.execution(
            "train",
            uses={"raw.csv": "r1", "images": "i1/"},
            makes={"model.pkl": "m1"},
            params={"train.lr": 0.1},
            metrics={"auc": 0.9},
            columns=[_COLUMN],
        )
    build.version("purchase", 7, "b7", path="model.pkl", oid=oid("m1"))
    build.moved("purchase", 7, "b7", "production")
    return build


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> Ledger:
    return Ledger(store, _history(store).writer, f"{tmp_path}/ledger")


def _found(ledger: Ledger) -> list[tuple[int, str]]:
    return [(each.seq, each.what) for each in prove(ledger).breaks]


def test_a_ledger_as_it_was_written_holds(ledger: Ledger) -> None:
    """Chains, tables and texts."""
    proof = prove(ledger)
    assert (True, 7, 1) == (proof.holds, proof.facts, proof.writers)


def test_tables_built_again_are_those_that_were_recorded(ledger: Ledger) -> None:
    """They are a view of the facts."""
    rebuild(ledger.store)
    proof = prove(ledger)
    assert ((), True) == (proof.differences, proof.holds)


@pytest.mark.parametrize("column", ["payload", "salt", "id"])
def test_a_changed_fact_is_named(ledger: Ledger, column: str) -> None:
    """Its own hash, which the next fact vouches for, is not that of what is there."""
    value = _value(ledger, column, 2)
    _update(ledger, column, _flipped(value), 2)
    ((seq, what),) = _found(ledger)
    assert (2, "it") == (seq, what[:2])


def test_a_changed_hash_is_named(ledger: Ledger) -> None:
    """The fact itself and the one that follows know the right one."""
    value = _value(ledger, "hash", 2)
    _update(ledger, "hash", _flipped(value), 2)
    assert (2, "its hash was changed") == _found(ledger)[0]


@pytest.mark.parametrize(("column", "value"), [("kind", "run"), ("time", 5)])
def test_what_surrounds_a_payload_is_proved_too(ledger: Ledger, column: str, value: object) -> None:
    """Kind and time are hashed with it."""
    _update(ledger, column, value, 3)
    assert [3] == [seq for seq, _ in _found(ledger)]


def test_a_fact_that_is_missing_is_named(ledger: Ledger) -> None:
    """The gap is, and nothing else."""
    ledger.store.select("delete from facts where seq = 3 returning num", [])
    assert [(3, "it is missing")] == _found(ledger)


def test_a_tail_that_is_cut_is_noticed(ledger: Ledger) -> None:
    """As long as the writer's own count is left."""
    ledger.store.select("delete from facts where seq >= 4 returning num", [])
    assert [(4, "4 facts are missing, to 7")] == _found(ledger)


def test_facts_that_changed_places_are_noticed(ledger: Ledger) -> None:
    """A place is hashed with what stands there."""
    for before, after in ((2, 99), (3, 2), (99, 3)):
        _update(ledger, "seq", after, before)
    assert [2, 3] == [seq for seq, _ in _found(ledger)][:2]


def test_a_fact_of_nobody_is_named(file: Ledger) -> None:
    """Writers are listed; Postgres sees to it itself."""
    file.store.select("update facts set writer = 7 where seq = 5 returning num", [])
    assert "nobody is known who wrote it" in [what for _, what in _found(file)]


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("update uses set role = 'x'", "uses"),
        ("delete from makes", "makes"),
        ("update params set number = 0.5", "params"),
        ("update metrics set value = '1'", "metrics"),
        ("update executions set status = 'failed'", "executions"),
        ("update runs set ran = 7", "runs"),
        ("update listed set added = 0", "listed"),
        ("update versions set number = 8", "versions"),
        ("delete from alias_moves", "alias_moves"),
        ("delete from commit_entries", "commit_entries"),
        ("update column_edges set how = 'x'", "column_edges"),
    ],
)
def test_tables_that_say_something_else_are_found(ledger: Ledger, change: str, table: str) -> None:
    """Each fact is compared with what the tables say because of it."""
    ledger.store.select(f"{change} returning 1", [])
    assert {table} == {each.table for each in prove(ledger).differences}


def test_rows_of_no_fact_are_found(ledger: Ledger) -> None:
    """They are counted."""
    sql = "insert into params (execution, key, value) values (99, 1, '1') returning 1"
    ledger.store.select(sql, [])
    (found,) = prove(ledger).differences
    assert ("params", None, "1 of 2 rows are of no fact") == found


def test_a_text_that_was_changed_is_found(ledger: Ledger) -> None:
    """A log is kept by its digest."""
    digest = keep(ledger.directory, b"a log")
    path = kept_path(ledger.directory, digest)
    with open(path, "r+b") as stream:
        stream.seek(3)
        stream.write(b"?")
    assert (digest,) == prove(ledger).texts.damaged


def test_a_text_of_ours_that_is_gone_is_found(ledger: Ledger) -> None:
    """A fact of this writer names it."""
    digest = "ab" * 32
    Builder(ledger.store).execution("late", log=digest, at=5)
    assert (digest,) == prove(ledger).texts.missing


def _value(ledger: Ledger, column: str, seq: int) -> bytes:
    sql = f"select {column} from facts where seq = ?"  # noqa: S608  a column of ours
    return bytes(ledger.store.select(sql, [seq])[0][0])


def _update(ledger: Ledger, column: str, value: object, seq: int) -> None:
    sql = f"update facts set {column} = ? where seq = ? returning num"  # noqa: S608  as above
    ledger.store.select(sql, [value, seq])


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in a file, all of it in the file itself."""
    path = f"{tmp_path}/ledger.db"
    store = open_store(path)
    build = _history(store)
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    reopened = open_store(path)
    yield Ledger(reopened, build.writer, f"{tmp_path}/ledger")
    reopened.close()


@pytest.mark.parametrize("column", ["payload", "hash", "salt"])
def test_a_flipped_byte_in_the_file_is_named(file: Ledger, column: str) -> None:
    """Whatever the database says of its pages."""
    value = _value(file, column, 4)
    with open(file.store.label, "r+b") as stream:
        data = stream.read()
        stream.seek(data.index(value) + len(value) // 2)
        byte = data[stream.tell()]
        stream.write(bytes([byte ^ 0xFF]))
    again = open_store(file.store.label)
    found = _found(file._replace(store=again))
    again.close()
    assert 4 == found[0][0]
