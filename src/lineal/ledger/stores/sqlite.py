"""Facts in one SQLite file: no server, many readers, one writer at a time."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import LedgerError
from lineal.ledger.stores.dialect import SQLITE, no_text, spell_types, split_schema, translate
from lineal.ledger.stores.schema import CURRENT_SCHEMA, refuse_newer, schema_files
from lineal.ledger.stores.statements import read_sql, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lineal.ledger.stores.port import Row

_PATIENCE_SECONDS = 30.0
_HINT = "lineal doctor looks at the ledger; another process may hold it, or the disk be full"
_DAMAGED = frozenset((sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT))
_DAMAGED_HINT = "move the file away; then `lineal pull` brings back what was pushed of the ledger"


class SQLiteStore:
    """Write-ahead logging: killed at any moment, the file opens with all that was committed."""

    __slots__ = ("_connection", "_path", "_statements")

    def __init__(self, path: str) -> None:
        self._path = path
        self._statements: dict[str, str] = {}
        with self._mapped():
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_PATIENCE_SECONDS, isolation_level=None, cached_statements=512
            )
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    @property
    def label(self) -> str:
        return self._path

    def rows(self, name: str, *values: object) -> list[Row]:
        with self._mapped():
            return self._connection.execute(*_listed(self._sql(name), values)).fetchall()

    def select(self, sql: str, values: Sequence[object]) -> list[Row]:
        with self._mapped():
            sql, values = _listed(translate(sql, SQLITE), values)
            return self._connection.execute(sql, values).fetchall()

    def each(self, name: str, values: Sequence[Sequence[object]]) -> list[Row | None]:
        sql, execute = self._sql(name), self._connection.execute
        with self._mapped():
            return [execute(sql, one).fetchone() for one in values]

    def run(self, name: str, *values: object) -> None:
        with self._mapped():
            self._connection.execute(*_listed(self._sql(name), values))

    def many(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        with self._mapped():
            self._connection.executemany(self._sql(name), rows)

    def load(self, batches: Mapping[str, Sequence[Sequence[object]]]) -> None:
        with self._mapped():
            for name, rows in batches.items():
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
            with self._mapped():
                self._connection.execute("commit")
        except BaseException:
            # A full disk may have rolled back already.
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    def erase(self) -> None:
        with self._mapped():
            self._connection.execute("pragma secure_delete = on")
            self._connection.execute("vacuum")
            (busy, *_) = self._connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        if busy:
            raise LedgerError(
                f"the ledger {self._path} is being read: what was removed is still on the disk",
                hint="lineal ledger rebuild, once nobody reads it, clears it",
            )

    def close(self) -> None:
        self._connection.close()

    def _sql(self, name: str) -> str:
        sql = self._statements.get(name)
        if sql is None:
            sql = self._statements[name] = statement(name, SQLITE)
        return sql

    def _prepare(self) -> None:
        with self._mapped():
            found = self._version()
            self._connection.execute("pragma synchronous = normal")
            self._connection.execute("pragma cache_size = -65536")
            if found == CURRENT_SCHEMA:
                return
            self._connection.execute("pragma journal_mode = wal")
            with self.writing():
                for file in schema_files(self._version()):
                    for sql in split_schema(spell_types(read_sql(file), SQLITE)):
                        self._connection.execute(sql)
                self._connection.execute(f"pragma user_version = {CURRENT_SCHEMA}")

    def _version(self) -> int:
        found: int = self._connection.execute("pragma user_version").fetchone()[0]
        return refuse_newer(found, self._path)

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            damaged = getattr(exc, "sqlite_errorcode", 0) & 0xFF in _DAMAGED
            hint = _DAMAGED_HINT if damaged else _HINT
            raise LedgerError(f"the ledger {self._path}: {exc}", hint=hint) from exc
        except UnicodeEncodeError as exc:
            raise no_text(exc) from exc
        except OSError as exc:
            raise LedgerError(
                f"the ledger {self._path} cannot be opened: {exc.strerror}",
                hint="lineal needs to write there; LINEAL_LEDGER can name another place",
            ) from exc


def _listed(sql: str, values: Sequence[object]) -> tuple[str, list[object]]:
    """A list goes as the JSON that ``json_each`` takes apart; bytes, which JSON has not, singly."""
    spelled: list[object] = []
    for value in values:
        if not isinstance(value, list):
            spelled.append(value)
        elif value and isinstance(value[0], bytes):
            # By powers of two, so that few statements are to be remembered.
            count = 1 << (len(value) - 1).bit_length()
            sql = sql.replace(SQLITE.is_in, f"in ({','.join('?' * count)})", 1)
            spelled += value + value[-1:] * (count - len(value))
        else:
            # One more of the same kind would be replaced by mistake were it not marked as done.
            sql = sql.replace(SQLITE.is_in, _DONE, 1)
            spelled.append(json.dumps(value))
    return sql.replace(_DONE, SQLITE.is_in), spelled


_DONE = "in (\0)"
