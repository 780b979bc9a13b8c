"""Rows into tables: names become numbers, and each row its statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from lineal.base.ids import tail
from lineal.ledger import rows as r
from lineal.ledger.oids import pack_oid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.fact import Fact
    from lineal.ledger.stores.port import Store

Key = TypeVar("Key")
Value = TypeVar("Value")

# Names and artifacts come back soon or never; more of them are not worth their memory.
_MOST_REMEMBERED = 200_000


class Projector:
    """For one transaction: it remembers numbers, which a rollback would take back."""

    __slots__ = ("_artifacts", "_items", "_names", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names: dict[str, int] = {}
        self._artifacts: dict[str, tuple[int, bool]] = {}
        self._items: dict[tuple[int, int], int] = {}

    def add(self, number: int, fact: Fact, rows: Iterator[r.Row]) -> None:
        """``number`` is the fact's. What another writer has said under the same id stands."""
        edges: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows:
            if isinstance(row, r.UseRow):
                item = self.item(row.path, row.oid, row.size, row.nfiles)
                edges.setdefault("add_use", []).append((number, item, row.role))
            elif isinstance(row, r.MakeRow):
                item = self.item(row.path, row.oid, row.size, row.nfiles)
                edges.setdefault("add_make", []).append((number, item, row.role))
            elif isinstance(row, r.ParamRow):
                value = number, self.name(row.key), row.value, row.number
                edges.setdefault("add_param", []).append(value)
            elif isinstance(row, r.MetricRow):
                value = number, self.name(row.key), row.value, row.number
                edges.setdefault("add_metric", []).append(value)
            elif not self._add_node(number, fact, row):
                return
        for statement, values in edges.items():
            self._store.many(statement, values)

    def _add_node(self, number: int, fact: Fact, row: r.Row) -> bool:
        """False when it is there already."""
        if isinstance(row, r.ExecutionRow):
            return self._execution(number, fact, row)
        if isinstance(row, r.RunRow):
            return self._run(number, fact, row)
        if isinstance(row, r.ColumnRow):
            self._column(number, row)
        elif isinstance(row, r.ListingRow):
            self._listing(row)
        elif isinstance(row, r.CommitRow):
            return self._commit(number, row)
        return True

    def name(self, text: str) -> int:
        known = self._names.get(text)
        if known is None:
            found = self._store.rows("name", text)
            known = found[0][0] if found else self._store.add("add_name", text)
            _remember(self._names, text, known)
        return known

    def artifact(self, oid: str, size: int | None, nfiles: int | None) -> int:
        known = self._artifacts.get(oid)
        if known is not None and (known[1] or size is None):
            return known[0]
        packed = pack_oid(oid)
        found = self._store.rows("artifact", packed)
        if not found:
            number = self._store.add("add_artifact", packed, size, nfiles)
        else:
            number, measured, _ = found[0]
            if measured is None and size is not None:
                self._store.run("measure_artifact", size, nfiles, number)
        _remember(self._artifacts, oid, (number, size is not None))
        return number

    def item(self, path: str, oid: str, size: int | None = None, nfiles: int | None = None) -> int:
        key = self.name(path), self.artifact(oid, size, nfiles)
        known = self._items.get(key)
        if known is None:
            found = self._store.rows("item", *key)
            known = found[0][0] if found else self._store.add("add_item", *key)
            _remember(self._items, key, known)
        return known

    def _run(self, number: int, fact: Fact, row: r.RunRow) -> bool:
        if self._store.rows("run", fact.id):
            return False
        self._store.run(
            "add_run",
            number,
            fact.id,
            tail(fact.id),
            row.started,
            row.seconds,
            row.status,
            self.name(row.author),
            self.name(row.host),
            self.name(row.command),
            None if row.commit is None else self.name(row.commit),
            row.ran,
            row.skipped,
            row.failed,
        )
        return True

    def _execution(self, number: int, fact: Fact, row: r.ExecutionRow) -> bool:
        if self._store.rows("execution", fact.id):
            return False
        self._store.run(
            "add_execution",
            number,
            fact.id,
            tail(fact.id),
            row.run,
            self.name(row.stage),
            fact.time,
            row.status,
            None if row.commit is None else self.name(row.commit),
            row.seconds,
            row.entry,
        )
        return True

    def _column(self, number: int, row: r.ColumnRow) -> None:
        self._store.run(
            "add_column_edge",
            number,
            self.item(*row.source),
            self.name(row.source_column),
            self.item(*row.target),
            self.name(row.target_column),
            row.how,
        )

    def _listing(self, row: r.ListingRow) -> None:
        directory = self.artifact(row.oid, None, None)
        if self._store.rows("listing", directory):
            return
        base = None if row.base is None else self.artifact(row.base, None, None)
        self._store.run("add_listing", directory, base)
        self._store.many(
            "add_listed",
            [
                (directory, self.artifact(oid, None, None), self.name(path), added)
                for added, members in ((1, row.added), (0, row.removed))
                for path, oid in members
            ],
        )

    def _commit(self, number: int, row: r.CommitRow) -> bool:
        name = self.name(row.commit)
        if self._store.rows("commit", name):
            return False
        author = self.name(row.author)
        self._store.run("add_commit", number, name, author, row.committed, row.subject)
        self._store.many("add_commit_entry", [(name, entry) for entry in row.entries])
        return True


def _remember(memory: dict[Key, Value], key: Key, value: Value) -> None:
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[key] = value
