"""Facts in one SQLite file: no server, many readers, one writer at a time."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import LedgerError
from lineal.ledger.stores.dialect import SQLITE, spell_types, split_schema, translate
from lineal.ledger.stores.statements import CURRENT_SCHEMA, read_sql, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lineal.ledger.stores.port import Row

_PATIENCE_SECONDS = 30.0
_HINT = "lineal doctor looks at the ledger; another process may hold it, or the disk be full"


class SQLiteStore:
    """Write-ahead logging: killed at any moment, the file opens with all that was committed."""

    __slots__ = ("_connection", "_path", "_statements")

    def __init__(self, path: str) -> None:
        self._path = path
        self._statements: dict[str, str] = {}
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with self._mapped():
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE_SECONDS, isolation_level=None, cached_statements=512
            )
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = normal")
            self._connection.execute("pragma cache_size = -65536")
        self._migrate()

    @property
    def label(self) -> str:
        return self._path

    def rows(self, name: str, *values: object) -> list[Row]:
        with self._mapped():
            return self._connection.execute(self._sql(name), _spelled(values)).fetchall()

    def select(self, sql: str, values: Sequence[object]) -> list[Row]:
        with self._mapped():
            return self._connection.execute(translate(sql, SQLITE), _spelled(values)).fetchall()

    def run(self, name: str, *values: object) -> None:
        with self._mapped():
            self._connection.execute(self._sql(name), _spelled(values))

    def many(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        with self._mapped():
            self._connection.executemany(self._sql(name), rows)

    def add(self, name: str, *values: object) -> int:
        with self._mapped():
            number = self._connection.execute(self._sql(name), values).lastrowid
        if number is None:
            raise LedgerError(f"{self._path} gave no number for a new row", hint=_HINT)
        return number

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._mapped():
            self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        with self._mapped():
            self._connection.execute("commit")

    def close(self) -> None:
        self._connection.close()

    def _sql(self, name: str) -> str:
        sql = self._statements.get(name)
        if sql is None:
            sql = self._statements[name] = statement(name, SQLITE)
        return sql

    def _migrate(self) -> None:
        with self._mapped():
            if self._version() >= CURRENT_SCHEMA:
                return
            with self.writing():
                for number in range(self._version() + 1, CURRENT_SCHEMA + 1):
                    text = spell_types(read_sql(f"schema_{number}.sql"), SQLITE)
                    for sql in split_schema(text):
                        self._connection.execute(sql)
                self._connection.execute(f"pragma user_version = {CURRENT_SCHEMA}")

    def _version(self) -> int:
        found: int = self._connection.execute("pragma user_version").fetchone()[0]
        return found

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            raise LedgerError(f"the ledger {self._path}: {exc}", hint=_HINT) from exc


def _spelled(values: Sequence[object]) -> list[object]:
    """A list as the JSON that ``json_each`` takes apart."""
    return [json.dumps(value) if isinstance(value, list) else value for value in values]
