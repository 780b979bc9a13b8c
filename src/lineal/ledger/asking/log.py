"""Pages of runs or executions, newest first, each with what changed since the one before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.asking.changes import Change, changes
from lineal.ledger.asking.conditions import execution_order, of_executions, of_runs
from lineal.ledger.asking.reading import payloads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.asking.filters import Filters
    from lineal.ledger.asking.reading import Payload
    from lineal.ledger.stores.port import Store

# Of more than this nobody wants to know how many.
_MOST_IDLE = 1000
_FIRST, _AFTER_LAST = bytes(16), b"\xff" * 17


class ExecutionLine(NamedTuple):
    """One stage, once. Values are flat; the changes are against the execution before."""

    id: bytes
    stage: str
    payload: Payload
    params: Mapping[str, Any]
    metrics: Mapping[str, Any]
    changed_params: tuple[Change, ...]
    changed_metrics: tuple[Change, ...]
    first: bool


class RunLine(NamedTuple):
    """One invocation. ``payload`` is of `kinds.run`."""

    id: bytes
    payload: Payload
    executions: tuple[ExecutionLine, ...]


class Page(NamedTuple):
    """``hidden`` counts the runs in between that had nothing to do."""

    runs: tuple[RunLine, ...]
    more: bool
    hidden: int


class ExecutionPage(NamedTuple):
    executions: tuple[ExecutionLine, ...]
    more: bool


def log_runs(store: Store, filters: Filters, count: int, before: bytes | None = None) -> Page:
    where = of_runs(filters, before)
    sql = f"select r.num, r.id from runs r where {where.text} order by r.id desc limit ?"  # noqa: S608  ours
    found = store.select(sql, [*where.values, count + 1])
    more = len(found) > count
    page = found[:count]
    told = payloads(store, [num for num, _ in page])
    lines = _by_run(store, [num for num, _ in page])
    runs = tuple(RunLine(id_, told[num], lines.get(num, ())) for num, id_ in page if num in told)
    hidden = 0 if filters.idle or filters.narrows else _hidden(store, page, before, more=more)
    return Page(runs, more, hidden)


def log_executions(
    store: Store, filters: Filters, count: int, before: bytes | None = None
) -> ExecutionPage:
    where = of_executions(filters, before)
    sql = (
        "select e.num, e.id, n.text from executions e join names n on n.num = e.stage"  # noqa: S608  ours
        f" where {where.text} order by {execution_order(filters)} limit ?"
    )
    found = store.select(sql, [*where.values, count + 1])
    page = [(num, id_, stage) for num, id_, stage in found[:count]]
    return ExecutionPage(tuple(execution_lines(store, page).values()), len(found) > count)


def _by_run(store: Store, runs: list[int]) -> dict[int, tuple[ExecutionLine, ...]]:
    if not runs:
        return {}
    rows = store.rows("executions_of_runs", runs)
    lines = execution_lines(store, [(num, id_, stage) for _, num, id_, stage, _, _ in rows])
    grouped: dict[int, list[ExecutionLine]] = {}
    for run, num, *_ in rows:
        if num in lines:
            grouped.setdefault(run, []).append(lines[num])
    return {run: tuple(some) for run, some in grouped.items()}


def execution_lines(
    store: Store, found: Iterable[tuple[int, bytes, str]]
) -> dict[int, ExecutionLine]:
    """By number, in the order given."""
    rows = list(found)
    numbers = [num for num, _, _ in rows]
    if not numbers:
        return {}
    before: dict[int, int | None] = dict(store.rows("executions_before", numbers))
    every = sorted({*numbers, *(num for num in before.values() if num is not None)})
    params = flat_values(store, "params_of", every)
    metrics = flat_values(store, "metrics_of", every)
    told = payloads(store, numbers)
    lines: dict[int, ExecutionLine] = {}
    for num, id_, stage in rows:
        if num not in told:
            continue
        prior = before.get(num)
        has, had = ((params.get(at or 0, {}), metrics.get(at or 0, {})) for at in (num, prior))
        lines[num] = ExecutionLine(
            id_,
            stage,
            told[num],
            params=has[0],
            metrics=has[1],
            changed_params=() if prior is None else changes(had[0], has[0]),
            changed_metrics=() if prior is None else changes(had[1], has[1]),
            first=prior is None,
        )
    return lines


def flat_values(store: Store, statement: str, numbers: list[int]) -> dict[int, dict[str, Any]]:
    """Params or metrics of executions, by flat name."""
    found: dict[int, dict[str, Any]] = {}
    for num, key, value in store.rows(statement, numbers):
        found.setdefault(num, {})[key] = json.loads(value)
    return found


def _hidden(
    store: Store, page: list[tuple[int, bytes]], before: bytes | None, *, more: bool
) -> int:
    """Between where the page begins and where the next one does. One fact may tell of many."""
    oldest = page[-1][1] if page and more else _FIRST
    rows = store.rows("idle_runs", oldest, before or _AFTER_LAST, _MOST_IDLE)
    told = payloads(store, [num for (num,) in rows])
    return sum(one.get("times", 1) for one in told.values())
