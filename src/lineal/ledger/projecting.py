"""Facts into tables: names become numbers, and each row its statement.

What a fact adds is a view of it. What another writer has said already under the same id stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import tail
from lineal.ledger import rows as r
from lineal.ledger.interning import Artifact, Numbers, spell_name
from lineal.ledger.kinds.registry import ROWS
from lineal.ledger.storable import are_storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lineal.ledger.fact import Fact
    from lineal.ledger.interning import Rows
    from lineal.ledger.stores.port import Store

_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


class Told:
    """A fact that has a number, and its rows."""

    __slots__ = ("fact", "number", "rows")

    def __init__(self, number: int, fact: Fact, rows: list[r.Row]) -> None:
        self.number = number
        self.fact = fact
        self.rows = rows


def rows_of(fact: Fact) -> list[r.Row]:
    """What it adds to the tables: nothing when it is redacted, or of a kind not known here.

    Nothing too when its payload is not as its kind has it: facts of others are kept and proved
    whatever they say, and one of them must not stop all that come after it.
    """
    rows = ROWS.get(fact.kind)
    if rows is None or fact.payload is None:
        return []
    try:
        said = list(rows(fact.payload))
    except _MALFORMED:
        return []
    return said if are_storable(said) else []


class Projector:
    """For one transaction, see `Numbers`."""

    __slots__ = ("_store", "numbers")

    def __init__(self, store: Store) -> None:
        self._store = store
        self.numbers = Numbers(store)

    def add(self, facts: Iterable[tuple[int, Fact]]) -> None:
        told = [Told(number, fact, rows_of(fact)) for number, fact in facts]
        new = self._new([each for each in told if each.rows])
        batches = self.numbers.learn(*_mentioned(new))
        for each in self._unlisted(new):
            for row in each.rows:
                _SPELL[type(row)](batches, self.numbers, each, row)
        for statement in _KEYED & batches.keys():
            batches[statement] = _once(batches[statement])
        if batches:
            self._store.load(batches)

    def _new(self, told: list[Told]) -> list[Told]:
        """Without executions and runs that are in the tables."""
        said: set[bytes] = set()
        for statement, kind in (("known_executions", r.ExecutionRow), ("known_runs", r.RunRow)):
            ids = [each.fact.id for each in told if type(each.rows[0]) is kind]
            said |= {id_ for (id_,) in self._store.rows(statement, ids)} if ids else set()
        new = []
        for each in told:
            if type(each.rows[0]) in _WITH_ID:
                if each.fact.id in said:
                    continue
                said.add(each.fact.id)
            new.append(each)
        return new

    def _unlisted(self, told: list[Told]) -> list[Told]:
        """Without commits and listings that are in the tables."""
        said = {
            r.CommitRow: self._known(told, r.CommitRow, "known_commits"),
            r.ListingRow: self._known(told, r.ListingRow, "known_listings"),
        }
        new = []
        for each in told:
            kind = type(each.rows[0])
            if kind in said:
                key = self._key(each.rows[0])
                if key in said[kind]:
                    continue
                said[kind].add(key)
            new.append(each)
        return new

    def _known(self, told: list[Told], kind: type, statement: str) -> set[int]:
        keys = [self._key(each.rows[0]) for each in told if type(each.rows[0]) is kind]
        return {key for (key,) in self._store.rows(statement, keys)} if keys else set()

    def _key(self, row: r.Row) -> int:
        if isinstance(row, r.CommitRow):
            return self.numbers.name(row.commit)
        return self.numbers.artifact(row.oid) if isinstance(row, r.ListingRow) else 0


# What an execution says of one thing it says once: the first counts.
_KEYED = frozenset(("add_use", "add_make", "add_param", "add_metric"))


def _once(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    first: dict[Any, tuple[Any, ...]] = {}
    for row in rows:
        first.setdefault(row[:2], row)
    return list(first.values())


_WITH_ID = (r.ExecutionRow, r.RunRow)


def _mentioned(
    told: Sequence[Told],
) -> tuple[list[str], list[Artifact], list[tuple[str, str]]]:
    names: list[str] = []
    artifacts: list[Artifact] = []
    items: list[tuple[str, str]] = []
    for each in told:
        for row in each.rows:
            if isinstance(row, r.UseRow | r.MakeRow):
                names.append(row.path)
                artifacts.append(Artifact(row.oid, row.size, row.nfiles))
                items.append((row.path, row.oid))
            elif isinstance(row, r.ParamRow | r.MetricRow):
                names.append(row.key)
            elif isinstance(row, r.ColumnRow):
                names += row.source[0], row.target[0], row.source_column, row.target_column
                artifacts += Artifact(row.source[1]), Artifact(row.target[1])
                items += row.source, row.target
            else:
                items += _item_of(row)
                _mention_rarer(row, names, artifacts)
    return names, artifacts, items


def _mention_rarer(row: r.Row, names: list[str], artifacts: list[Artifact]) -> None:
    if isinstance(row, r.ExecutionRow):
        names += [row.stage, *_given(row.commit)]
    elif isinstance(row, r.RunRow):
        names += [row.author, row.host, row.command, *_given(row.commit)]
    elif isinstance(row, r.CommitRow):
        names += [row.commit, row.author]
    elif isinstance(row, r.ListingRow):
        artifacts += [Artifact(oid) for oid in (row.oid, *_given(row.base))]
        for members in (row.added, row.removed):
            names += [path for path, _ in members]
            artifacts += [Artifact(oid) for _, oid in members]
    elif isinstance(row, r.VersionRow):
        names += [row.model, *_given(row.path)]
        artifacts += [Artifact(oid, row.size, row.nfiles) for oid in _given(row.oid)]
    elif isinstance(row, r.AliasRow):
        names += [row.model, row.alias]


def _item_of(row: r.Row) -> list[tuple[str, str]]:
    """The item that a version is; what is not in the project has none."""
    if isinstance(row, r.VersionRow) and row.path is not None and row.oid is not None:
        return [(row.path, row.oid)]
    return []


def _given(text: str | None) -> tuple[str, ...]:
    return () if text is None else (text,)


def _use(batches: Rows, numbers: Numbers, told: Told, row: r.UseRow) -> None:
    item = numbers.item(row.path, row.oid)
    batches.setdefault("add_use", []).append((told.number, item, spell_name(row.role)))


def _make(batches: Rows, numbers: Numbers, told: Told, row: r.MakeRow) -> None:
    item = numbers.item(row.path, row.oid)
    batches.setdefault("add_make", []).append((told.number, item, spell_name(row.role)))


def _param(batches: Rows, numbers: Numbers, told: Told, row: r.ParamRow) -> None:
    value = told.number, numbers.name(row.key), row.value, row.number
    batches.setdefault("add_param", []).append(value)


def _metric(batches: Rows, numbers: Numbers, told: Told, row: r.MetricRow) -> None:
    value = told.number, numbers.name(row.key), row.value, row.number
    batches.setdefault("add_metric", []).append(value)


def _run(batches: Rows, numbers: Numbers, told: Told, row: r.RunRow) -> None:
    id_ = told.fact.id
    batches.setdefault("add_run", []).append(
        (
            told.number,
            id_,
            tail(id_),
            row.started,
            row.seconds,
            spell_name(row.status),
            numbers.name(row.author),
            numbers.name(row.host),
            numbers.name(row.command),
            None if row.commit is None else numbers.name(row.commit),
            row.ran,
            row.skipped,
            row.failed,
        )
    )


def _execution(batches: Rows, numbers: Numbers, told: Told, row: r.ExecutionRow) -> None:
    id_ = told.fact.id
    batches.setdefault("add_execution", []).append(
        (
            told.number,
            id_,
            tail(id_),
            row.run,
            numbers.name(row.stage),
            told.fact.time,
            spell_name(row.status),
            None if row.commit is None else numbers.name(row.commit),
            row.seconds,
            row.entry,
        )
    )


def _column(batches: Rows, numbers: Numbers, told: Told, row: r.ColumnRow) -> None:
    batches.setdefault("add_column_edge", []).append(
        (
            told.number,
            numbers.item(*row.source),
            numbers.name(row.source_column),
            numbers.item(*row.target),
            numbers.name(row.target_column),
            spell_name(row.how),
        )
    )


def _listing(batches: Rows, numbers: Numbers, _told: Told, row: r.ListingRow) -> None:
    directory = numbers.artifact(row.oid)
    base = None if row.base is None else numbers.artifact(row.base)
    batches.setdefault("add_listing", []).append((directory, base))
    batches.setdefault("add_listed", []).extend(
        (directory, numbers.artifact(oid), numbers.name(path), added)
        for added, members in ((1, row.added), (0, row.removed))
        for path, oid in members
    )


def _commit(batches: Rows, numbers: Numbers, told: Told, row: r.CommitRow) -> None:
    name, subject = numbers.name(row.commit), spell_name(row.subject)
    commit = told.number, name, numbers.name(row.author), row.committed, subject
    batches.setdefault("add_commit", []).append(commit)
    batches.setdefault("add_commit_entry", []).extend(
        (name, entry) for entry in dict.fromkeys(row.entries)
    )


def _version(batches: Rows, numbers: Numbers, told: Told, row: r.VersionRow) -> None:
    item = next((numbers.item(*each) for each in _item_of(row)), None)
    start = told.number, numbers.name(row.model), row.number, row.bundle, item
    batches.setdefault("add_version", []).append((*start, row.execution, spell_name(row.verdict)))


def _alias(batches: Rows, numbers: Numbers, told: Told, row: r.AliasRow) -> None:
    names = numbers.name(row.model), numbers.name(row.alias)
    words = spell_name(row.verb), spell_name(row.outcome)
    move = told.number, *names, *words, row.number, row.bundle
    batches.setdefault("add_alias_move", []).append(move)


_SPELL: dict[type, Callable[[Rows, Numbers, Told, Any], None]] = {
    r.UseRow: _use,
    r.MakeRow: _make,
    r.ParamRow: _param,
    r.MetricRow: _metric,
    r.RunRow: _run,
    r.ExecutionRow: _execution,
    r.ColumnRow: _column,
    r.ListingRow: _listing,
    r.CommitRow: _commit,
    r.VersionRow: _version,
    r.AliasRow: _alias,
}
