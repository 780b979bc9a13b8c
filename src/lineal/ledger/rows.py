"""What a fact adds to the tables that questions are asked of. Pure.

A kind of fact turns its payload into these rows; `stores` gives names numbers and inserts them.
The tables can be built again from the facts at any time: they are a view.
"""

from __future__ import annotations

from typing import NamedTuple

# What an execution used something as …
DEP, UNDECLARED = "dep", "undeclared"
# … and what it made it as.
OUT, METRIC, PLOT = "out", "metric", "plot"


class RunRow(NamedTuple):
    """One invocation. ``status`` is a word of `kinds.run`."""

    started: int
    seconds: float
    status: str
    author: str
    host: str
    command: str
    commit: str | None
    ran: int
    skipped: int
    failed: int


class ExecutionRow(NamedTuple):
    """``entry`` is the digest of the lock entry it left, by which another look knows it again."""

    run: bytes | None
    stage: str
    status: str
    commit: str | None
    seconds: float | None
    entry: bytes | None


class UseRow(NamedTuple):
    path: str
    oid: str
    size: int | None
    nfiles: int | None
    role: str


class MakeRow(NamedTuple):
    path: str
    oid: str
    size: int | None
    nfiles: int | None
    role: str


class ParamRow(NamedTuple):
    """``value`` is JSON; ``number`` is set for numbers, so that they can be compared."""

    key: str
    value: str
    number: float | None


class MetricRow(NamedTuple):
    key: str
    value: str
    number: float | None


class ColumnRow(NamedTuple):
    """A column of something made was computed from a column of something used."""

    source: tuple[str, str]
    source_column: str
    target: tuple[str, str]
    target_column: str
    how: str


class ListingRow(NamedTuple):
    """What a directory holds, as what changed against ``base``; None means against nothing.

    ``added`` and ``removed`` are pairs of a path below the directory and an object id.
    """

    oid: str
    base: str | None
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]


class CommitRow(NamedTuple):
    """A commit, with the lock entries that were current in it."""

    commit: str
    author: str
    committed: int
    subject: str
    entries: tuple[bytes, ...]


class VersionRow(NamedTuple):
    """A bundle as a version of a model; ``path`` and ``oid`` are the item it is, when it is one."""

    model: str
    number: int
    bundle: bytes
    path: str | None
    oid: str | None
    size: int | None
    nfiles: int | None
    execution: bytes | None
    verdict: str


class AliasRow(NamedTuple):
    """A move of an alias to a version, or one that was refused."""

    model: str
    alias: str
    verb: str
    outcome: str
    number: int
    bundle: bytes


Row = (
    RunRow
    | ExecutionRow
    | UseRow
    | MakeRow
    | ParamRow
    | MetricRow
    | ColumnRow
    | ListingRow
    | CommitRow
    | VersionRow
    | AliasRow
)
