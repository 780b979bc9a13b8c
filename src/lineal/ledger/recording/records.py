"""Locks and ``.dvc`` files that changed without us: by DVC, by Git, by hand.

What they say of a stage that nobody recorded is an execution that somebody has seen the result
of. That they changed is noticed by `noticing`.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import LinealError
from lineal.ledger.append import append
from lineal.ledger.entries import entry_digest
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import execution
from lineal.ledger.metric_values import metric_values
from lineal.ledger.recording.naming import new_id
from lineal.ledger.recording.noticing import records_key
from lineal.ledger.recording.payloads import wdir_of, with_entry
from lineal.pipeline.address import address
from lineal.pipeline.load import (
    LOCK_FILE,
    PIPELINE_FILE,
    load_dvc_file,
    open_pipeline_file,
    stages_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.kinds.execution import ExecutionPayload
    from lineal.ledger.opened import Ledger
    from lineal.ledger.recording.noticing import Records
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace

_TOGETHER = 1_000


def observe_records(ws: Workspace, ledger: Ledger, changed: Records) -> None:
    stages: list[Stage] = []
    now = dict(changed.now)
    for path, stamped in changed.now.items():
        if changed.before.get(path) == stamped:
            continue
        try:
            stages += _stages(ws, f"{ws.root}/{path}")
        except LinealError as exc:
            # It is looked at again, until somebody has mended it.
            del now[path]
            ws.warn(f"the ledger does not know what {path} records: {exc.message}")
    _append_unknown(ws, ledger, stages)
    with ledger.store.writing():
        ledger.store.run("set_memory", records_key(ledger), json.dumps(now))


def _append_unknown(ws: Workspace, ledger: Ledger, stages: list[Stage]) -> None:
    recorded = {_digest(ws, stage): stage for stage in stages if _entry(stage)}
    facts = [_fact(ws, recorded[digest]) for digest in _unknown(ledger, list(recorded))]
    if facts:
        append(ledger.store, ledger.writer, facts)


def _unknown(ledger: Ledger, digests: list[str]) -> list[str]:
    known: set[str] = set()
    for start in range(0, len(digests), _TOGETHER):
        asked = [bytes.fromhex(digest) for digest in digests[start : start + _TOGETHER]]
        known.update(bytes(entry).hex() for (entry,) in ledger.store.rows("known_entries", asked))
    return [digest for digest in digests if digest not in known]


def _fact(ws: Workspace, stage: Stage) -> NewFact:
    """It was at the time its record was written, as far as anybody can tell."""
    record = stage.file if stage.name is None else _lock_of(stage.file)
    when = os.stat(record).st_mtime_ns // 1000
    payload: ExecutionPayload = {
        "run": None,
        "stage": address(stage, ws.root),
        "cmd": stage.cmd,
        "wdir": wdir_of(stage, ws.root),
        "started": when,
    }
    payload = with_entry(payload, stage, _entry(stage), _status(stage))
    metrics = metric_values(ws, payload)
    if metrics:
        payload["metrics"] = metrics
    return NewFact(new_id(when), execution.KIND, when, payload)


def _status(stage: Stage) -> str:
    if stage.name is not None:
        return execution.OBSERVED
    return execution.IMPORTED if stage.deps else execution.ADDED


def _digest(ws: Workspace, stage: Stage) -> str:
    return entry_digest(address(stage, ws.root), _entry(stage))


def _entry(stage: Stage) -> Mapping[str, Any]:
    """What is recorded; nothing of data that was never brought."""
    if stage.name is not None:
        return stage.lock or {}
    return stage.data if any(out.recorded.oid for out in stage.outs) else {}


def _stages(ws: Workspace, path: str) -> list[Stage]:
    if not path.endswith(f"/{LOCK_FILE}"):
        return [load_dvc_file(ws, path)]
    pipeline = f"{os.path.dirname(path)}/{PIPELINE_FILE}"
    if not os.path.exists(pipeline):
        return []
    opened = open_pipeline_file(ws, pipeline)
    return stages_of(ws, opened, [name for name in opened.resolver.names() if name in opened.lock])


def _lock_of(pipeline: str) -> str:
    return f"{os.path.dirname(pipeline)}/{LOCK_FILE}"
