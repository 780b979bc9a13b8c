"""Building states out of the ledger: what a run executed, and what it found standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import LedgerError
from lineal.ledger.asking.reading import environment_of, payloads
from lineal.ledger.asking.state import Standing, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.asking.reading import Payload
    from lineal.ledger.stores.port import Store


def state_of_run(store: Store, id_: bytes, label: str) -> State:
    payload = _payload(store, "run_by_id", id_, label)
    number = store.rows("run_by_id", id_)[0][0]
    rows = store.rows("executions_of_runs", [number])
    told = payloads(store, [row[1] for row in rows])
    here = [Standing(row[2], row[3], told[row[1]], here=True) for row in rows if row[1] in told]
    stood = [*_stood(store, payload, {one.stage for one in here})]
    order = {stage: at for at, stage in enumerate(_planned(payload))}
    every = sorted([*here, *stood], key=lambda one: order.get(one.stage, len(order)))
    return State(label, "run", id_, payload, tuple(every), environment_of(store, payload))


def state_of_execution(store: Store, id_: bytes, label: str) -> State:
    """The one stage, as it was executed then."""
    payload = _payload(store, "execution_by_id", id_, label)
    standing = Standing(id_, payload["stage"], payload, here=True)
    environment = environment_of(store, with_run(store, payload))
    return State(label, "execution", id_, with_run(store, payload), (standing,), environment)


def state_of_entries(
    store: Store, entries: Mapping[str, bytes], commit: str | None, label: str
) -> State:
    """What the locks of a revision record, as far as the ledger knows their entries."""
    found = _of_entries(store, entries)
    environments = [environment_of(store, one.payload) for one in found]
    environment = next((one for one in reversed(environments) if one), None)
    return State(label, "revision", None, {"commit": commit}, tuple(found), environment)


def _of_entries(store: Store, entries: Mapping[str, bytes]) -> list[Standing]:
    rows = [(stage, store.rows("by_entry", entry)) for stage, entry in entries.items()]
    told = payloads(store, [found[0][0] for _, found in rows if found])
    return [
        Standing(found[0][1], stage, told[found[0][0]], here=False)
        for stage, found in rows
        if found and found[0][0] in told
    ]


def _stood(store: Store, run: Payload, executed: set[str]) -> Iterable[Standing]:
    """By the lock entries the run says they had; else as they were last left before it."""
    skipped = [stage for stage in run.get("skipped", ()) if stage not in executed]
    entries = run.get("entries") or {}
    named = {stage: bytes.fromhex(entries[stage]) for stage in skipped if stage in entries}
    known = {one.stage: one for one in _of_entries(store, named)}
    others = [stage for stage in skipped if stage not in known]
    until = run["started"] + int(run.get("seconds", 0) * 1_000_000)
    last = [(stage, store.rows("stood_at", stage, until)) for stage in others]
    told = payloads(store, [found[0][0] for _, found in last if found])
    for stage, found in last:
        if found and found[0][0] in told:
            known[stage] = Standing(found[0][1], stage, told[found[0][0]], here=False)
    return known.values()


def _planned(run: Payload) -> list[str]:
    groups = ("skipped", "restored", "ran", "failed", "blocked")
    return [stage for group in groups for stage in run.get(group, ())]


def _payload(store: Store, statement: str, id_: bytes, label: str) -> Payload:
    found = store.rows(statement, id_)
    told = payloads(store, [found[0][0]]) if found else {}
    if not told:
        raise LedgerError(
            f"'{label}' is not in the ledger any more", hint="lineal log shows what is there"
        )
    return next(iter(told.values()))


def with_run(store: Store, payload: Payload) -> Payload:
    """What an execution leaves to its run to say: environment, code, author."""
    run = payload.get("run")
    found = store.rows("run_by_id", bytes.fromhex(run)) if run else []
    told = payloads(store, [found[0][0]]) if found else {}
    inherited = {
        name: value
        for one in told.values()
        for name, value in one.items()
        if name in ("author", "branch", "commit", "dirty", "environment")
    }
    return {**inherited, **payload}
