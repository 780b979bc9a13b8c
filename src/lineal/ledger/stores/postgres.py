"""Facts in a Postgres database that several machines share.

Statements are the same as for SQLite. What differs is that a question costs a round trip: lists
go in one, and the rows of a transaction are sent without waiting for the answers in between.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lineal.base.errors import LedgerError
from lineal.ledger.stores.dialect import POSTGRES, no_text, spell_types, split_schema, translate
from lineal.ledger.stores.schema import CURRENT_SCHEMA, refuse_newer, schema_files
from lineal.ledger.stores.statements import read_sql, statement

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.types.numeric import Int8Dumper, NumericBinaryLoader
    from psycopg.types.string import BytesBinaryDumper
except ImportError as exc:
    raise LedgerError(
        "a ledger in Postgres needs psycopg", hint="pip install 'lineal[postgres]'"
    ) from exc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lineal.ledger.stores.port import Row

_PATIENCE_SECONDS = 10
_LOCK_SECONDS = 30
# The tables with what people and programs said.
_WITH_WORDS = (
    *("facts", "names", "params", "metrics", "executions", "runs", "commits"),
    *("versions", "alias_moves"),
)
# Any number will do, as long as every version of Lineal takes the same.
_MIGRATING = 7_516_192_768
_HINT = "check LINEAL_LEDGER, or `ledger:` in lineal.yaml, and that the database answers"


class _PlainNumber(NumericBinaryLoader):
    """Sums are of the type numeric here; SQLite gives numbers."""

    def load(self, data: Any) -> Any:  # noqa: ANN401  as psycopg declares it
        value = super().load(data)
        return int(value) if value == value.to_integral_value() else float(value)


class PostgresStore:
    """Appending is serialised by a lock on one table, which readers do not wait for."""

    __slots__ = ("_connection", "_label", "_secrets", "_statements")

    def __init__(self, url: str) -> None:
        place = _parts(url)
        self._label = _label(place)
        self._secrets = [str(place[key]) for key in ("password", "user") if place.get(key)]
        self._statements: dict[str, str] = {}
        with self._mapped():
            self._connection = psycopg.connect(
                url, autocommit=True, connect_timeout=_PATIENCE_SECONDS, prepare_threshold=1
            )
            adapters = self._connection.adapters
            # One width for all numbers: a statement is prepared once, not once for each width.
            adapters.register_dumper(int, Int8Dumper)
            adapters.register_dumper(bytes, BytesBinaryDumper)
            adapters.register_loader("numeric", _PlainNumber)
        try:
            self._migrate()
        except BaseException:
            self._connection.close()
            raise

    @property
    def label(self) -> str:
        return self._label

    def rows(self, name: str, *values: object) -> list[Row]:
        with self._mapped():
            return self._cursor().execute(self._sql(name), values).fetchall()

    def select(self, sql: str, values: Sequence[object]) -> list[Row]:
        with self._mapped():
            return self._cursor().execute(translate(sql, POSTGRES).encode(), values).fetchall()

    def each(self, name: str, values: Sequence[Sequence[object]]) -> list[Row | None]:
        if not values:
            return []
        found: list[Row | None] = []
        with self._mapped():
            cursor = self._cursor()
            cursor.executemany(self._sql(name), values, returning=True)
            while True:
                found.append(cursor.fetchone())
                if not cursor.nextset():
                    return found

    def run(self, name: str, *values: object) -> None:
        with self._mapped():
            self._cursor().execute(self._sql(name), values)

    def many(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        with self._mapped():
            self._cursor().executemany(self._sql(name), rows)

    def load(self, batches: Mapping[str, Sequence[Sequence[object]]]) -> None:
        with self._mapped(), self._connection.pipeline():
            for name, rows in batches.items():
                self._cursor().executemany(self._sql(name), rows)

    def add(self, name: str, *values: object) -> int:
        with self._mapped():
            sql = self._sql(name) + b" returning num"
            found = self._cursor().execute(sql, values).fetchone()
        if found is None:
            raise LedgerError(f"{self._label} gave no number for a new row", hint=_HINT)
        number: int = found[0]
        return number

    @contextmanager
    def writing(self) -> Iterator[None]:
        try:
            with self._mapped():
                # Who holds the table may be gone for good; then that is said, and journals wait.
                self._connection.execute(
                    f"begin; set local lock_timeout = '{_LOCK_SECONDS}s';"
                    " lock table writers in exclusive mode".encode()
                )
            yield
            with self._mapped():
                self._connection.execute("commit")
        except BaseException:
            self._roll_back()
            raise

    def erase(self) -> None:
        with self._mapped():
            for table in _WITH_WORDS:
                self._connection.execute(f"vacuum full {table}".encode())

    def close(self) -> None:
        self._connection.close()

    def _cursor(self) -> psycopg.Cursor[Row]:
        return self._connection.cursor(binary=True)

    def _sql(self, name: str) -> bytes:
        sql = self._statements.get(name)
        if sql is None:
            sql = self._statements[name] = statement(name, POSTGRES)
        return sql.encode()

    def _roll_back(self) -> None:
        # A connection that broke has rolled back already.
        if not self._connection.closed and not self._connection.broken:
            with self._mapped():
                self._connection.execute("rollback")

    def _migrate(self) -> None:
        with self._mapped():
            if refuse_newer(self._version(), self._label) == CURRENT_SCHEMA:
                return
            with self._connection.transaction():
                self._connection.execute("select pg_advisory_xact_lock(%s)", [_MIGRATING])
                found = refuse_newer(self._version(), self._label)
                for file in schema_files(found):
                    for sql in split_schema(spell_types(read_sql(file), POSTGRES)):
                        self._connection.execute(sql.encode())
                self._connection.execute(
                    "insert into meta (key, value) values ('schema', %s)"
                    " on conflict (key) do update set value = excluded.value",
                    [str(CURRENT_SCHEMA)],
                )

    def _version(self) -> int:
        if self._connection.execute("select to_regclass('meta')").fetchone() == (None,):
            return 0
        found = self._connection.execute("select value from meta where key = 'schema'").fetchone()
        return int(found[0]) if found else 0

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as exc:
            said = str(exc).strip() or type(exc).__name__
            for secret in self._secrets:
                said = said.replace(secret, "***")
            raise LedgerError(f"the ledger {self._label}: {said}", hint=_HINT) from None
        except UnicodeEncodeError as exc:
            raise no_text(exc) from exc


def _parts(url: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError:
        # What libpq says repeats parts of the URL, the password among them.
        raise LedgerError(
            "the URL of the ledger is not one of Postgres",
            hint="postgresql://user:password@host:5432/database",
        ) from None


def _label(place: Mapping[str, Any]) -> str:
    port = f":{place['port']}" if place.get("port") else ""
    return f"postgresql://{place.get('host') or 'localhost'}{port}/{place.get('dbname') or ''}"
