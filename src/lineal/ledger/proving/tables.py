"""Whether the tables say what the facts say: no less, no more, nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.ids import tail
from lineal.ledger import rows as r
from lineal.ledger.interning import spell_name
from lineal.ledger.oids import pack_oid
from lineal.ledger.projecting import rows_of
from lineal.ledger.stored import all_facts, read_fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.ledger.fact import Fact
    from lineal.ledger.stored import Stored
    from lineal.ledger.stores.port import Store

# In the order of the statement that counts them.
_TABLES = (
    *("executions", "runs", "uses", "makes", "params", "metrics"),
    *("column_edges", "commits", "commit_entries", "listings", "listed"),
    *("versions", "alias_moves"),
)
_BY_DIRECTORY = ("listings", "listed")

Row = tuple[object, ...]
Said = dict[str, list[Row]]
Told = tuple[int, "Fact", Said]


class Difference(NamedTuple):
    """``id`` is the fact whose rows are wrong; None for rows that no fact has said."""

    table: str
    id: bytes | None
    what: str


def prove_tables(store: Store) -> Iterator[Difference]:
    seen = _Seen()
    totals: Counter[str] = Counter()
    for batch in all_facts(store):
        expected = seen.first(store, list(_expected(batch)))
        for table in _TABLES:
            said = {fact.id: rows for _, fact, tables in expected if (rows := tables.get(table))}
            totals[table] += sum(map(len, said.values()))
        yield from _compare(store, expected)
    (counted,) = store.rows("count_tables")
    for table, count in zip(_TABLES, counted, strict=True):
        if count > totals[table]:
            what = f"{count - totals[table]} of {count} rows are of no fact"
            yield Difference(table, None, what)


class _Seen:
    """What is in the tables is what was said first under one id, commit or directory."""

    __slots__ = ("_keys",)

    def __init__(self) -> None:
        self._keys: set[object] = set()

    def first(self, store: Store, told: list[Told]) -> list[Told]:
        owners: dict[bytes, int] = {}
        for table in ("executions", "runs"):
            ids = [fact.id for _, fact, said in told if table in said]
            owners.update(store.rows(f"{table}_with_ids", ids) if ids else ())
        return [each for each in told if self._is_first(each, owners)]

    def _is_first(self, told: Told, owners: dict[bytes, int]) -> bool:
        number, fact, said = told
        for table, column in (("commits", 1), ("listings", 0)):
            if table in said:
                key = table, said[table][0][column]
                is_new = key not in self._keys
                self._keys.add(key)
                return is_new
        return owners.get(fact.id, number) == number


def _expected(batch: Iterable[Stored]) -> Iterator[Told]:
    for stored in batch:
        try:
            fact = read_fact(stored)
        except ValueError:
            # The proof of its chain names it.
            continue
        said: Said = {}
        for row in rows_of(fact):
            for table, values in _spelled(stored.num, fact, row):
                said.setdefault(table, []).append(values)
        for table in ("uses", "makes"):
            if table in said:
                said[table] = list({row[:3]: row for row in reversed(said[table])}.values())
        if said:
            yield stored.num, fact, said


def _compare(store: Store, expected: list[Told]) -> Iterator[Difference]:
    numbers = [number for number, _, _ in expected]
    directories = [said["listings"][0][0] for _, _, said in expected if "listings" in said]
    for table in _TABLES:
        keys = directories if table in _BY_DIRECTORY else numbers
        found: dict[object, Counter[Row]] = defaultdict(Counter)
        for row in store.rows(f"said_{table}", keys) if keys else ():
            found[row[0]][row] += 1
        for number, fact, said in expected:
            rows = said.get(table, [])
            key = rows[0][0] if rows and table in _BY_DIRECTORY else number
            if rows or key in found:
                what = _difference(Counter(rows), found[key])
                if what:
                    yield Difference(table, fact.id, what)


def _difference(expected: Counter[Row], found: Counter[Row]) -> str:
    if expected == found:
        return ""
    missing, extra = (expected - found).total(), (found - expected).total()
    if missing and extra:
        return f"{extra} of {found.total()} rows say something else"
    return f"{missing} rows are missing" if missing else f"{extra} rows too many"


def _spelled(number: int, fact: Fact, row: r.Row) -> Iterator[tuple[str, Row]]:
    """What the tables are to say because of a row, in words."""
    if isinstance(row, r.UseRow | r.MakeRow):
        table = "uses" if isinstance(row, r.UseRow) else "makes"
        yield table, (number, spell_name(row.path), pack_oid(row.oid), spell_name(row.role))
    elif isinstance(row, r.ParamRow | r.MetricRow):
        table = "params" if isinstance(row, r.ParamRow) else "metrics"
        yield table, (number, spell_name(row.key), row.value, row.number)
    elif isinstance(row, r.ExecutionRow):
        yield "executions", _execution(number, fact, row)
    elif isinstance(row, r.RunRow):
        yield "runs", _run(number, fact, row)
    elif isinstance(row, r.ColumnRow):
        yield "column_edges", _column(number, row)
    elif isinstance(row, r.ListingRow):
        yield from _listing(row)
    elif isinstance(row, r.CommitRow):
        yield from _commit(number, row)
    else:
        yield _registered(number, row)


def _execution(number: int, fact: Fact, row: r.ExecutionRow) -> Row:
    stage, status = spell_name(row.stage), spell_name(row.status)
    when = stage, fact.time, status, _name(row.commit)
    return (number, fact.id, tail(fact.id), row.run, *when, row.seconds, row.entry)


def _run(number: int, fact: Fact, row: r.RunRow) -> Row:
    names = map(spell_name, (row.status, row.author, row.host, row.command))
    start = number, fact.id, tail(fact.id), row.started, row.seconds
    return (*start, *names, _name(row.commit), row.ran, row.skipped, row.failed)


def _column(number: int, row: r.ColumnRow) -> Row:
    source = spell_name(row.source[0]), pack_oid(row.source[1]), spell_name(row.source_column)
    target = spell_name(row.target[0]), pack_oid(row.target[1]), spell_name(row.target_column)
    return (number, *source, *target, spell_name(row.how))


def _listing(row: r.ListingRow) -> Iterator[tuple[str, Row]]:
    oid = pack_oid(row.oid)
    yield "listings", (oid, None if row.base is None else pack_oid(row.base))
    for added, members in ((1, row.added), (0, row.removed)):
        for path, member in members:
            yield "listed", (oid, spell_name(path), pack_oid(member), added)


def _commit(number: int, row: r.CommitRow) -> Iterator[tuple[str, Row]]:
    names = map(spell_name, (row.commit, row.author))
    yield "commits", (number, *names, row.committed, spell_name(row.subject))
    for entry in dict.fromkeys(row.entries):
        yield "commit_entries", (number, entry)


def _registered(number: int, row: r.VersionRow | r.AliasRow) -> tuple[str, Row]:
    model = spell_name(row.model)
    if isinstance(row, r.AliasRow):
        words = map(spell_name, (row.alias, row.verb, row.outcome))
        return "alias_moves", (number, model, *words, row.number, row.bundle)
    item: Row = (None, None)
    if row.path is not None and row.oid is not None:
        item = spell_name(row.path), pack_oid(row.oid)
    end = row.execution, spell_name(row.verdict)
    return "versions", (number, model, row.number, row.bundle, *item, *end)


def _name(text: str | None) -> str | None:
    return None if text is None else spell_name(text)
