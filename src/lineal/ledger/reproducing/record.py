"""What is recorded of one execution, as far as running it again has to know. Pure.

Most come from facts; where the ledger knows none, what the lock says at the commit will do.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.edges import makes_of, params_of, uses_of
from lineal.ledger.rows import UNDECLARED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.kinds.execution import Edge
    from lineal.pipeline.model import Stage


class Made(NamedTuple):
    path: str
    oid: str
    size: int | None = None
    nfiles: int | None = None


class Record(NamedTuple):
    """``uses`` are object ids by path from the root; ``time`` is when it was, in microseconds.

    ``num`` and ``id`` are of the fact; None for what only a lock says.
    """

    stage: str
    cmd: str | list[str] | None
    uses: Mapping[str, str]
    makes: tuple[Made, ...]
    params: Mapping[str, Mapping[str, Any]]
    time: int
    num: int | None = None
    id: bytes | None = None
    payload: Mapping[str, Any] = {}


def of_fact(num: int, id_: bytes, time: int, payload: Mapping[str, Any]) -> Record:
    return Record(
        stage=payload["stage"],
        cmd=payload.get("cmd"),
        uses={
            edge["path"]: edge["oid"]
            for edge in payload.get("uses", ())
            if edge.get("role") != UNDECLARED
        },
        makes=_made(payload.get("makes", ())),
        params=payload.get("params") or {},
        time=time,
        num=num,
        id=id_,
        payload=payload,
    )


def of_lock(stage: Stage, address: str, root: str, time: int) -> Record | None:
    """None where nothing is recorded."""
    if not stage.lock:
        return None
    wdir = os.path.relpath(stage.wdir, root)
    return Record(
        stage=address,
        cmd=stage.lock.get("cmd"),
        uses={edge["path"]: edge["oid"] for edge in uses_of(stage.lock, wdir)},
        makes=_made(makes_of(stage.lock, wdir, {})),
        params=params_of(stage.lock, wdir),
        time=time,
    )


def _made(edges: list[Edge]) -> tuple[Made, ...]:
    return tuple(
        Made(edge["path"], edge["oid"], edge.get("size"), edge.get("nfiles")) for edge in edges
    )
