"""From a recorded stage to the execution that must have been. Pure."""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.canonical import plain
from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.edges import makes_of, params_of, uses_of
from lineal.ledger.entries import entry_digest
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import execution

if TYPE_CHECKING:
    from lineal.ledger.backfill.formats import Entry
    from lineal.ledger.backfill.shapes import Shape
    from lineal.ledger.kinds.execution import ExecutionPayload

MICROS = 1_000_000


class Observed(NamedTuple):
    """An entry nobody knew, where it was seen first, and its digest."""

    entry: Entry
    digest: str
    commit: str
    committed: int


def execution_payload(seen: Observed, shape: Shape) -> ExecutionPayload:
    """Without metrics: their values are not in the record."""
    said = seen.entry.said
    wdir = _wdir(seen.entry, shape)
    payload: ExecutionPayload = {
        "run": None,
        "stage": seen.entry.address,
        "cmd": plain(said.get("cmd")),
        "wdir": wdir,
        "status": _status(seen.entry),
        "started": seen.committed * MICROS,
        "commit": seen.commit,
        "uses": uses_of(said, wdir),
        "makes": makes_of(said, wdir, _kinds(seen.entry, shape)),
        "params": params_of(said, wdir),
        "entry": seen.digest,
    }
    return payload


def execution_fact(seen: Observed, payload: ExecutionPayload) -> NewFact:
    """The same id for everybody who comes upon this entry in this commit."""
    when = seen.committed * MICROS
    named = hashlib.sha256(f"{payload['stage']}\0{seen.digest}".encode()).digest()
    return NewFact(make_id(when, named[:RANDOM_BYTES]), execution.KIND, when, payload)


def digest_of(entry: Entry) -> str:
    return entry_digest(entry.address, entry.said)


def _status(entry: Entry) -> str:
    if entry.has_command:
        return execution.OBSERVED
    return execution.IMPORTED if entry.said.get("deps") else execution.ADDED


def _wdir(entry: Entry, shape: Shape) -> str:
    said = entry.said.get("wdir") if entry.name is None else shape.wdir
    return posixpath.normpath(posixpath.join(posixpath.dirname(entry.file), str(said or ".")))


def _kinds(entry: Entry, shape: Shape) -> dict[str, str]:
    """What outputs are declared as: in ``dvc.yaml``, or where they are recorded."""
    declared = {
        str(item.get("path")): "metrics" if item.get("metric") else "plots"
        for item in entry.said.get("outs") or ()
        if item.get("metric") or item.get("plot")
    }
    return {**declared, **shape.kinds}
