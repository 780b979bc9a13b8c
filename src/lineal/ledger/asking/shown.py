"""Everything about one thing, gathered: a run, an execution, an artifact, a commit, a value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import LedgerError
from lineal.ledger.asking.changes import Change, changes
from lineal.ledger.asking.log import ExecutionLine, execution_lines
from lineal.ledger.asking.reading import environment_of, mirrors_of, payloads
from lineal.ledger.asking.state import environment_values
from lineal.ledger.asking.states import with_run
from lineal.ledger.codec import unpack
from lineal.ledger.kinds.execution import FINISHED
from lineal.ledger.oids import pack_oid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lineal.ledger.asking.reading import Payload
    from lineal.ledger.stores.port import Store

_MOST_VALUES = 2000


class Reproduced(NamedTuple):
    """That an execution was run again elsewhere, when, and with what verdict."""

    time: int
    verdict: str


class ShownRun(NamedTuple):
    """``environment_changes`` are against the run before, empty for the first.

    ``mirrors`` are URLs of the run in other systems.
    """

    id: bytes
    payload: Payload
    executions: tuple[ExecutionLine, ...]
    environment: Payload | None
    environment_changes: tuple[Change, ...]
    mirrors: tuple[str, ...] = ()


class ShownExecution(NamedTuple):
    """``payload`` has what the run says of it as well. The others are against ``before``.

    ``inputs`` are changes of object ids by path.
    """

    id: bytes
    payload: Payload
    line: ExecutionLine
    before: bytes | None
    inputs: tuple[Change, ...]
    command: Change | None
    environment: Payload | None
    environment_changes: tuple[Change, ...]
    reproduced: tuple[Reproduced, ...] = ()


class Touch(NamedTuple):
    """An execution that made or used something."""

    id: bytes
    stage: str
    status: str
    time: int


class ShownArtifact(NamedTuple):
    oid: str
    size: int | None
    nfiles: int | None
    paths: tuple[str, ...]
    made: tuple[Touch, ...]
    used: tuple[Touch, ...]


class ShownCommit(NamedTuple):
    """``payload`` is None when no history was imported."""

    commit: str
    payload: Payload | None
    executed: tuple[Touch, ...]
    brought: tuple[ExecutionLine, ...]


class Valued(NamedTuple):
    """A parameter or metric in an execution."""

    id: bytes
    stage: str
    time: int
    value: Any


def show_run(store: Store, id_: bytes) -> ShownRun:
    number, payload = _found(store, "run_by_id", id_)
    rows = store.rows("executions_of_runs", [number])
    lines = execution_lines(store, [(row[1], row[2], row[3]) for row in rows])
    environment = environment_of(store, payload)
    before = store.rows("run_before", id_)
    told = payloads(store, [row[0] for row in before])
    known = [environment_of(store, one) for one in told.values()]
    changed = _environments(known, environment)
    mirrors = mirrors_of(store, id_)
    return ShownRun(id_, payload, tuple(lines.values()), environment, changed, mirrors)


def show_execution(store: Store, id_: bytes) -> ShownExecution:
    number, payload = _found(store, "execution_by_id", id_)
    line = execution_lines(store, [(number, id_, payload["stage"])])[number]
    prior = store.rows("executions_before", [number])[0][1]
    before = payloads(store, [prior] if prior is not None else [])
    whole = with_run(store, payload)
    environment = environment_of(store, whole)
    had = [with_run(store, one) for one in before.values()]
    return ShownExecution(
        id_,
        whole,
        line,
        store.rows("execution_id", prior)[0][0] if before else None,
        changes(_oids(had[0]), _oids(payload)) if had else (),
        _command(had, payload),
        environment,
        _environments([environment_of(store, one) for one in had], environment),
        tuple(_reproductions(store, id_)),
    )


def show_artifact(store: Store, oid: str, paths: Sequence[str]) -> ShownArtifact:
    packed = pack_oid(oid)
    measured = store.rows("measure_of", packed)
    size, nfiles = measured[0] if measured else (None, None)
    return ShownArtifact(
        oid,
        size,
        nfiles,
        tuple(paths),
        tuple(_touches(store, "made_item", paths, packed)),
        tuple(_touches(store, "used_item", paths, packed)),
    )


def show_commit(store: Store, commit: str) -> ShownCommit:
    found = payloads(store, [row[0] for row in store.rows("commit_fact", commit)])
    rows = store.rows("entries_of_commit", commit)
    brought = execution_lines(store, rows)
    executed = tuple(Touch(*row[1:]) for row in store.rows("executions_of_commit", commit))
    return ShownCommit(commit, next(iter(found.values()), None), executed, tuple(brought.values()))


def value_history(store: Store, statement: str, key: str) -> list[Valued]:
    """Of ``param_history`` or ``metric_values``: first to last, of the newest so many."""
    return [
        Valued(id_, stage, time, json.loads(value))
        for _, id_, stage, time, value in reversed(store.rows(statement, key, _MOST_VALUES))
    ]


def finished(touches: Sequence[Touch]) -> list[Touch]:
    return [one for one in touches if one.status in FINISHED]


def _reproductions(store: Store, execution: bytes) -> Iterator[Reproduced]:
    for time, data in store.rows("last_reproductions"):
        told = unpack(data)
        if execution.hex() in told.get("executions", ()):
            yield Reproduced(time, told["verdict"])


def _found(store: Store, statement: str, id_: bytes) -> tuple[int, Payload]:
    rows = store.rows(statement, id_)
    told = payloads(store, [rows[0][0]] if rows else [])
    if not told:
        raise LedgerError(
            f"{id_.hex()} is not in the ledger any more", hint="lineal log shows what is there"
        )
    return next(iter(told.items()))


def _environments(
    before: Sequence[Payload | None], now: Mapping[str, Any] | None
) -> tuple[Change, ...]:
    if not before or before[0] is None or now is None:
        return ()
    return changes(environment_values(before[0]), environment_values(now))


def _command(had: Sequence[Payload], payload: Payload) -> Change | None:
    if not had or had[0].get("cmd") == payload.get("cmd"):
        return None
    return Change("command", had[0].get("cmd"), payload.get("cmd"))


def _oids(payload: Payload) -> dict[str, str]:
    return {edge["path"]: edge["oid"] for edge in payload.get("uses", ())}


def _touches(store: Store, statement: str, paths: Sequence[str], oid: bytes) -> list[Touch]:
    found = [row[1:] for path in paths for row in store.rows(statement, path, oid)]
    return [Touch(*row) for row in sorted(set(found), key=lambda row: row[3])]
