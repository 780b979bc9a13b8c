"""What an execution is made of, in the order in which it comes to be known. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.canonical import plain
from lineal.ledger.edges import makes_of, params_of, uses_of
from lineal.ledger.entries import entry_digest
from lineal.ledger.kinds.execution import FAILED, KILLED
from lineal.ledger.recording.naming import below
from lineal.pipeline.address import address
from lineal.pipeline.dvcfile_writer import dvc_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.ledger.kinds.execution import Edge, ExecutionPayload, Resources, Why
    from lineal.pipeline.model import Recorded, Stage
    from lineal.pipeline.recorder import Ended, Measures

MICROS = 1_000_000
#: What shells say of a command that a signal has ended: interrupted, killed, terminated.
_KILLED_CODES = frozenset((130, 137, 143))


class Decision(NamedTuple):
    """Why, when that was found out, in microseconds, and what was there then."""

    time: int
    why: Sequence[Why] = ()
    forced: bool = False
    uses: Sequence[Edge] = ()
    params: Mapping[str, dict[str, Any]] = {}


def begun_payload(stage: Stage, root: str, run: bytes, decision: Decision) -> ExecutionPayload:
    """What is known before anything is done."""
    payload: ExecutionPayload = {
        "run": run.hex(),
        "stage": address(stage, root),
        "cmd": plain(stage.cmd),
        "wdir": wdir_of(stage, root),
        "started": decision.time,
        "why": list(decision.why),
        "uses": list(decision.uses),
    }
    if decision.params:
        payload["params"] = dict(decision.params)
    if decision.forced:
        payload["forced"] = True
    return payload


def wdir_of(stage: Stage, root: str) -> str:
    return "." if stage.wdir == root else below(root, stage.wdir)


def with_entry(
    payload: ExecutionPayload, stage: Stage, entry: Mapping[str, Any], status: str
) -> ExecutionPayload:
    """What it used and made, and by what it is known again."""
    wdir = payload["wdir"]
    kinds = {out.spelled: out.kind for out in stage.outs}
    made: ExecutionPayload = {
        **payload,
        "status": status,
        "uses": uses_of(entry, wdir),
        "makes": makes_of(entry, wdir, kinds),
        "entry": entry_digest(payload["stage"], entry),
    }
    params = params_of(entry, wdir)
    if params:
        made["params"] = params
    return made


def with_failure(payload: ExecutionPayload, error: str, code: int | None) -> ExecutionPayload:
    """It made nothing."""
    killed = code is not None and (code < 0 or code in _KILLED_CODES)
    return {**payload, "status": KILLED if killed else FAILED, "error": error}


def with_end(payload: ExecutionPayload, ended: Ended, log: str | None) -> ExecutionPayload:
    done = payload
    if ended.code is not None:
        done = {**done, "exit": ended.code}
    if ended.measures is not None:
        done = {
            **done,
            "seconds": round(ended.measures.wall, 6),
            "resources": resources(ended.measures),
        }
    return done if log is None else {**done, "log": log}


def resources(measures: Measures) -> Resources:
    """What could not be measured is not there."""
    found: Resources = {"wall": round(measures.wall, 6)}
    if measures.cpu is not None:
        found["cpu"] = round(measures.cpu, 6)
    if measures.memory is not None:
        found["memory"] = measures.memory
    if measures.read is not None:
        found["read"] = measures.read
    if measures.written is not None:
        found["written"] = measures.written
    return found


def data_entry(stage: Stage, outs: Sequence[Recorded]) -> dict[str, Any]:
    """What the ``.dvc`` file says from now on."""
    return dvc_data(stage, outs)
