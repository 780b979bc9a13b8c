"""Trace and impact over ten hops, in a ledger of a million executions: SQLite and Postgres."""

from __future__ import annotations

import os
import random
import statistics
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most
from benchmarks.ledger_history import PIPELINES, History, first_stage, last_stage
from benchmarks.measure import Command, sample_of
from lineal.ledger.append import append_within
from lineal.ledger.oids import unpack_oid
from lineal.ledger.opening import open_store
from lineal.ledger.refs.nodes import ItemNode
from lineal.ledger.trace.asking import trace
from lineal.ledger.trace.impact import impact
from lineal.ledger.writer import Writer
from lineal.storage.cache import Cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lineal.ledger.stores.port import Store

MANY, FEW = 1_000_000, 20_000
NODES, COMMANDS = 200, 20
_AT_A_TIME = 20_000
_DONE = "benchmark"


def measure(bench: Bench) -> list[Row]:
    """Ledgers are kept where ``--ledgers`` says: making them takes minutes."""
    executions = FEW if bench.quick else MANY
    folder = bench.ledgers or bench.scratch
    rows = []
    database = folder / f"walk-{executions}.db"
    rows += in_store(bench, "SQLite", os.fspath(database), executions)
    rows.append(disk(database, executions))
    with postgres(folder / "postgres", f"walk{executions}") as url:
        rows += in_store(bench, "Postgres", url, executions)
    return rows


def in_store(bench: Bench, kind: str, place: str, executions: int) -> list[Row]:
    store = open_store(place)
    try:
        fill(store, executions)
        cache = Cache(os.fspath(bench.scratch / "no-cache"))
        ends, starts = nodes(store, last_stage), nodes(store, first_stage)
        text = f"in a ledger of {executions:,} executions, {kind}"
        return [
            walked(f"trace, 10 hops, {text}", ends, lambda one: trace(store, cache, one, "")),
            walked(f"impact, 10 hops, {text}", starts, lambda one: impact(store, cache, one, "")),
            commanded(bench, f"`lineal trace`, {text}", "trace", place, ends),
            commanded(bench, f"`lineal impact`, {text}", "impact", place, starts),
        ]
    finally:
        store.close()


def fill(store: Store, executions: int) -> None:
    """Through the product's own append; a ledger that is whole already is left as it is."""
    if store.select("select 1 from meta where key = ?", [_DONE]):
        return
    writer = Writer("benchmark", "benchmark@here")
    pending = []
    for facts in History().facts(executions):
        pending += facts
        if len(pending) >= _AT_A_TIME:
            with store.writing():
                append_within(store, writer, pending)
            pending = []
    with store.writing():
        append_within(store, writer, pending)
        store.select("insert into meta (key, value) values (?, ?) returning key", [_DONE, "1"])


def nodes(store: Store, path_of: Callable[[int], str]) -> list[ItemNode]:
    """Versions taken at random, the same ones in each store."""
    found = []
    sql = (
        "select a.oid from names n join items i on i.path = n.num "
        "join artifacts a on a.num = i.artifact where n.text = ? order by a.oid"
    )
    for pipeline in range(PIPELINES):
        path = path_of(pipeline)
        found += [ItemNode(path, unpack_oid(bytes(oid))) for (oid,) in store.select(sql, [path])]
    return random.Random(1).sample(found, min(NODES, len(found)))  # noqa: S311  as above


def walked(work: str, asked: list[ItemNode], ask: Callable[[ItemNode], object]) -> Row:
    taken = []
    for node in asked:
        began = time.perf_counter()
        ask(node)
        taken.append(time.perf_counter() - began)
    return figures(work, taken, 0.05)


def commanded(bench: Bench, work: str, verb: str, place: str, asked: list[ItemNode]) -> Row:
    repo = bench.scratch / "asking" / "repo"
    if not repo.is_dir():
        repo = bench.repository("asking")
    env = {**bench.tool("lineal", repo).env, "LINEAL_LEDGER": place}
    program = os.fspath(bench.lineal)
    taken = [
        sample_of(Command((program, verb, f"md5:{node.oid}"), repo, env)).seconds
        for node in asked[:COMMANDS]
    ]
    return figures(work, taken, 0.15)


def figures(work: str, taken: list[float], limit: float) -> Row:
    middle = statistics.median(taken)
    high = sorted(taken)[int(len(taken) * 0.95)]
    note = f"p95 {high * 1000:.0f} ms of {len(taken)}"
    bar = at_most("seconds", middle, limit)
    return Row(work, middle, bars=(bar,), note=note, median=middle)


def disk(database: Path, executions: int) -> Row:
    """All tables and indices, of executions with ten edges."""
    files = [database.with_name(database.name + ending) for ending in ("", "-wal")]
    size = sum(file.stat().st_size for file in files if file.exists()) / executions
    bar = at_most("bytes", size, 2000)
    return Row("disk per execution with 10 edges, SQLite", size, bars=(bar,), unit="bytes")


@contextmanager
def postgres(directory: Path, schema: str) -> Iterator[str]:
    """A server of our own with its data in a directory that may stay."""
    import psycopg  # deferred: a benchmark of nothing else needs a database

    from tests.servers.postgres import serving_postgres

    directory.mkdir(parents=True, exist_ok=True)
    with serving_postgres(directory) as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute(f"create schema if not exists {schema}".encode())
        yield f"{server.url}&options=-csearch_path%3D{schema}"
