"""Filters as conditions of SQL: fragments of ours, what people wrote only as values. Pure.

In the fragments ``r`` is a run and ``e`` an execution. Ids begin with the time, so the order of
ids is the order of time, and a page begins where the one before ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.ids import RANDOM_BYTES, make_id

if TYPE_CHECKING:
    from lineal.ledger.asking.filters import Condition, Filters

_DIGITS = "0123456789abcdef"
_ORDERING = {">": "v.number > ?", ">=": "v.number >= ?", "<": "v.number < ?", "<=": "v.number <= ?"}
_EQUAL = {"=": "v.{} = ?", "<>": "v.{} <> ?"}


class Where(NamedTuple):
    """Conditions that all hold, and the values of their question marks in order."""

    sql: tuple[str, ...] = ()
    values: tuple[object, ...] = ()

    def plus(self, sql: str, *values: object) -> Where:
        return Where((*self.sql, sql), (*self.values, *values))

    @property
    def text(self) -> str:
        return " and ".join(self.sql) or "1 = 1"


def of_runs(filters: Filters, before: bytes | None) -> Where:
    """A run is meant when one of its executions is: each condition may be met by another."""
    where = _times(Where(), "r.id", filters, before)
    if not filters.idle:
        where = where.plus("(r.ran > 0 or r.failed > 0 or r.status <> 'done')")
    if filters.statuses:
        where = where.plus("r.status in (?*)", list(filters.statuses))
    where = _author(where, filters)
    if filters.commit is not None:
        where = where.plus(f"r.git_commit in ({_STARTS})", *_starts(filters.commit))
    if filters.stages:
        where = where.plus(
            _some_execution(f"e.stage in ({_NAMED})"),
            list(filters.stages),
        )
    for fragment, value in _values(filters):
        where = where.plus(_some_execution(fragment), *value)
    if filters.text is not None:
        like = contains(filters.text)
        where = where.plus(
            f"(r.command in ({_LIKE}) or r.author in ({_LIKE}) or r.git_commit in ({_SUBJECT})"
            f" or {_some_execution(f'e.stage in ({_LIKE})')})",
            like,
            like,
            like,
            like,
        )
    return where


def of_executions(filters: Filters, before: bytes | None) -> Where:
    """In the order of `execution_order`; the page before ended with the execution ``before``."""
    where = _times(Where(), "e.id", filters, None)
    if before is not None and filters.stages:
        # Those that came with one commit have one time.
        time = "(select l.time from executions l where l.id = ?)"
        later = f"e.time <= {time} and (e.time < {time} or e.id < ?)"
        where = where.plus(later, before, before, before)
    elif before is not None:
        where = where.plus("e.id < ?", before)
    if filters.statuses:
        where = where.plus("e.status in (?*)", list(filters.statuses))
    if filters.authors:
        inner = _author(Where(), filters)
        some = f"e.run in (select r.id from runs r where {inner.text})"  # noqa: S608  ours
        where = where.plus(some, *inner.values)
    if filters.commit is not None:
        where = where.plus(f"e.git_commit in ({_STARTS})", *_starts(filters.commit))
    if len(filters.stages) == 1:
        named = "(select n.num from names n where n.text = ?)"
        where = where.plus(f"e.stage = {named}", filters.stages[0])
    elif filters.stages:
        where = where.plus(f"e.stage in ({_NAMED})", list(filters.stages))
    for fragment, value in _values(filters):
        where = where.plus(fragment, *value)
    if filters.text is not None:
        like = contains(filters.text)
        where = where.plus(
            f"(e.stage in ({_LIKE}) or e.git_commit in ({_SUBJECT}))",
            like,
            like,
        )
    return where


def execution_order(filters: Filters) -> str:
    """Newest first; those of a stage are in an index by the time they ended."""
    return "e.time desc, e.id desc" if filters.stages else "e.id desc"


def contains(text: str) -> str:
    """For ``like … escape '!'``, of words in lower case."""
    for char in "!%_":
        text = text.replace(char, f"!{char}")
    return f"%{text.lower()}%"


_NAMED = "select n.num from names n where n.text in (?*)"
_STARTS = "select n.num from names n where n.text >= ? and n.text < ?"
_LIKE = "select n.num from names n where lower(n.text) like ? escape '!'"
_SUBJECT = "select c.name from commits c where lower(c.subject) like ? escape '!'"


def _times(where: Where, column: str, filters: Filters, before: bytes | None) -> Where:
    if filters.since is not None:
        where = where.plus(f"{column} >= ?", make_id(filters.since, bytes(RANDOM_BYTES)))
    if filters.until is not None:
        where = where.plus(f"{column} < ?", make_id(filters.until, bytes(RANDOM_BYTES)))
    return where if before is None else where.plus(f"{column} < ?", before)


def _author(where: Where, filters: Filters) -> Where:
    if not filters.authors:
        return where
    some = " or ".join(["lower(n.text) like ? escape '!'"] * len(filters.authors))
    likes = map(contains, filters.authors)
    known = f"r.author in (select n.num from names n where {some})"  # noqa: S608  ours
    return where.plus(known, *likes)


def _values(filters: Filters) -> list[tuple[str, tuple[object, ...]]]:
    return [
        (_has_value(table, one), (one.key, one.value if one.number is None else one.number))
        for table, conditions in (("params", filters.params), ("metrics", filters.metrics))
        for one in conditions
    ]


def _has_value(table: str, one: Condition) -> str:
    held = _ORDERING.get(one.op) or _EQUAL[one.op].format(
        "value" if one.number is None else "number"
    )
    return (
        f"exists (select 1 from {table} v where v.execution = e.num"  # noqa: S608  ours
        f" and v.key = (select n.num from names n where n.text = ?) and {held})"
    )


def _some_execution(condition: str) -> str:
    inner = f"select 1 from executions e where e.run = r.id and {condition}"  # noqa: S608  ours
    return f"exists ({inner})"


def _starts(digits: str) -> tuple[str, str]:
    """Names of commits are lower-case digits; ``g`` comes after all of them."""
    kept = "".join(char for char in digits.lower() if char in _DIGITS)
    return kept, f"{kept}g"
