"""From a recorded stage to the execution that must have been. Pure."""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.canonical import plain
from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.entries import content_name, entry_digest
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import execution
from lineal.ledger.rows import METRIC, PLOT
from lineal.pipeline.records import read_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.backfill.formats import Entry
    from lineal.ledger.backfill.shapes import Shape
    from lineal.ledger.kinds.execution import Edge, ExecutionPayload

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
        "uses": [edge for item in said.get("deps") or () if (edge := _edge(wdir, item))],
        "makes": [edge for item in said.get("outs") or () if (edge := _out(wdir, item, shape))],
        "params": {
            _path(wdir, file): plain(values)
            for file, values in (said.get("params") or {}).items()
            if isinstance(values, dict)
        },
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


def _out(wdir: str, item: Mapping[str, Any], shape: Shape) -> Edge | None:
    edge = _edge(wdir, item)
    role = shape.roles.get(str(item.get("path")))
    if role is None and item.get("metric"):
        role = METRIC
    elif role is None and item.get("plot"):
        role = PLOT
    if edge is not None and role is not None:
        edge["role"] = role
    return edge


def _edge(wdir: str, item: Mapping[str, Any]) -> Edge | None:
    oid = content_name(item) or read_entry(item).oid
    if oid is None:
        return None
    edge: Edge = {"path": _path(wdir, _spelled(item)), "oid": oid}
    for key in ("size", "nfiles"):
        if isinstance(item.get(key), int):
            edge[key] = item[key]
    return edge


def _spelled(item: Mapping[str, Any]) -> str:
    """What is taken out of another project is called by its URL."""
    path = str(item.get("path") or "")
    repo = item.get("repo")
    if not isinstance(repo, dict):
        return path
    url = str(repo.get("url", ""))
    return f"{url}/{path}" if path else url


def _path(wdir: str, spelled: str) -> str:
    """From the project's root; URLs and what is elsewhere on the machine as they are."""
    return spelled if "://" in spelled else posixpath.normpath(posixpath.join(wdir, spelled))
