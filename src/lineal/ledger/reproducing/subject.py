"""Which executions a reference asks to reproduce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.ledger.codec import unpack
from lineal.ledger.kinds.execution import ADDED, FINISHED, IMPORTED, REPORTED
from lineal.ledger.refs.nodes import (
    ArtifactNode,
    ExecutionNode,
    ItemNode,
    RunNode,
    StageNode,
    VersionNode,
)
from lineal.ledger.reproducing.record import Record, of_fact
from lineal.ledger.trace.graph import EVER, Want
from lineal.ledger.trace.origins import Origins
from lineal.ledger.trace.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.opening import Ledger
    from lineal.ledger.refs.nodes import Node
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace

_WHO_LISTS = "lineal log --executions lists what was run"
_FROM_OUTSIDE = {
    ADDED: "it was added, not made by a stage",
    IMPORTED: "it was imported, not made by a stage",
    REPORTED: "another system made it, and told us so",
}


def subjects(ws: Workspace, ledger: Ledger, node: Node, text: str) -> list[Record]:
    """In the order in which they were executed; never none."""
    nums = _executions(ws, ledger, node, text)
    found = sorted(records(ledger.store, nums), key=lambda record: record.time)
    chosen = [each for each in found if _is_done(each)]
    if not chosen:
        raise TargetError(f"'{text}' cannot be run again: {_why_not(found)}", hint=_WHO_LISTS)
    states = {(each.payload.get("commit"), each.payload.get("dirty")) for each in chosen}
    if len(states) > 1:
        raise TargetError(
            f"'{text}' was made by executions at {len(states)} states of the code",
            hint="reproduce one: "
            + ", ".join(f"exec:{(each.id or b'').hex()[-8:]}" for each in chosen),
        )
    return chosen


def records(store: Store, nums: Iterable[int]) -> list[Record]:
    """By the numbers of their facts; what was redacted says nothing any more."""
    wanted = list(nums)
    rows = {row[0]: row for row in store.rows("walk_executions", wanted)}
    return [
        of_fact(num, bytes(rows[num][1]), rows[num][4], unpack(bytes(payload)))
        for num, payload in store.rows("walk_payloads", wanted)
        if payload is not None and num in rows
    ]


def _executions(ws: Workspace, ledger: Ledger, node: Node, text: str) -> list[int]:
    store = ledger.store
    if isinstance(node, ExecutionNode):
        return [num for (num,) in store.rows("walk_execution", node.id)]
    if isinstance(node, RunNode):
        return [num for (num,) in store.rows("walk_run_executions", node.id)]
    if isinstance(node, StageNode):
        if node.execution is None:
            raise TargetError(f"the ledger knows no execution of '{text}'", hint=_WHO_LISTS)
        return [num for (num,) in store.rows("walk_execution", node.execution)]
    if isinstance(node, ItemNode):
        return _makers(ws, ledger, [node])
    if isinstance(node, ArtifactNode):
        return _makers(ws, ledger, node.items)
    if isinstance(node, VersionNode) and node.oid:
        return _makers(ws, ledger, [ItemNode(node.path, node.oid)])
    raise TargetError(
        f"'{text}' is nothing that was made",
        hint="name a file, or what made it: exec:ID, run:ID, stage:NAME",
    )


def _makers(ws: Workspace, ledger: Ledger, items: Iterable[ItemNode]) -> list[int]:
    """Of the first item that has any: the same bytes under other paths are copies."""
    reader = Reader(ledger.store)
    origins = Origins(reader, ws.cache)
    for item in items:
        num = reader.item_of(item.path, item.oid)
        if num is None:
            continue
        want = Want(num, EVER)
        found = origins.of([want])[want].executions
        if found:
            return list(found)
    return []


def _is_done(record: Record) -> bool:
    return record.cmd is not None and record.payload["status"] in FINISHED - {REPORTED}


def _why_not(found: list[Record]) -> str:
    if not found:
        return "no execution is known to have made it"
    status = str(found[0].payload["status"])
    return _FROM_OUTSIDE.get(status, f"its execution {status}, so there is nothing to compare")
