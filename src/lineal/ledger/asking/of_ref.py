"""The state a reference means, whatever it names: a run, an execution, a stage, a revision."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.ledger.asking.state import Standing
from lineal.ledger.asking.states import state_of_entries, state_of_execution, state_of_run
from lineal.ledger.entries import entry_digest
from lineal.ledger.kinds.execution import FINISHED
from lineal.ledger.oids import pack_oid
from lineal.ledger.refs.nodes import (
    ArtifactNode,
    CommitNode,
    ExecutionNode,
    ItemNode,
    RunNode,
    StageNode,
)
from lineal.ledger.refs.recorded import stages_of
from lineal.ledger.refs.resolve import resolve
from lineal.pipeline.address import address
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision

if TYPE_CHECKING:
    from lineal.ledger.asking.reading import Payload
    from lineal.ledger.asking.state import State
    from lineal.ledger.opened import Ledger
    from lineal.ledger.refs.nodes import Node
    from lineal.pipeline.model import Dep, Out, Stage
    from lineal.pipeline.workspace import Workspace


def state_of(ws: Workspace, ledger: Ledger, text: str) -> State:
    if text == WORKSPACE_NAME:
        return state_of_revision(ws, ledger, ws, text)
    return state_of_node(ws, ledger, resolve(ws, ledger, text), text)


def state_of_node(ws: Workspace, ledger: Ledger, node: Node, text: str) -> State:
    if isinstance(node, RunNode):
        return state_of_run(ledger.store, node.id, text)
    if isinstance(node, ExecutionNode):
        return state_of_execution(ledger.store, node.id, text)
    if isinstance(node, StageNode) and node.execution is not None:
        return state_of_execution(ledger.store, node.execution, text)
    if isinstance(node, CommitNode):
        return state_of_revision(ws, ledger, at_revision(ws, node.commit), text)
    if isinstance(node, ItemNode | ArtifactNode):
        maker = maker_of(ledger, node)
        if maker is not None:
            return state_of_execution(ledger.store, maker, text)
    raise TargetError(
        f"'{text}' has no state to compare: no recorded execution made it",
        hint="compare runs, executions, stages or revisions; lineal log shows runs",
    )


def state_of_revision(ws: Workspace, ledger: Ledger, there: Workspace, text: str) -> State:
    """What the project's own files record there; the ledger knows more of each entry."""
    recorded = _recorded(ws, there)
    state = known_at_revision(ws, ledger, there, text)
    known = {one.stage for one in state.stages}
    unknown = [name for name in recorded if name not in known]
    if unknown:
        ws.warn(
            f"{text}: the ledger has no record of {', '.join(unknown)}: metrics, times and"
            " environment of that are not known (lineal ledger import --git reads the past)"
        )
    told = [
        Standing(b"", name, _from_lock(recorded[name], ws.root), here=False) for name in unknown
    ]
    return state._replace(stages=(*state.stages, *told))


def known_at_revision(ws: Workspace, ledger: Ledger, there: Workspace, text: str) -> State:
    """Only what the ledger knows."""
    entries = {
        name: bytes.fromhex(entry_digest(name, stage.lock or {}))
        for name, stage in _recorded(ws, there).items()
    }
    return state_of_entries(ledger.store, entries, there.revision, text)


def _recorded(ws: Workspace, there: Workspace) -> dict[str, Stage]:
    return {
        address(stage, ws.root): stage
        for stage in stages_of(there)
        if not stage.is_data_source and stage.lock
    }


def _from_lock(stage: Stage, root: str) -> Payload:
    """What a lock says of a stage, in the words of an execution."""
    return {
        "stage": address(stage, root),
        "cmd": stage.lock.get("cmd") if stage.lock else None,
        "started": 0,
        "uses": [edge for dep in stage.deps for edge in _edge(dep, root)],
        "makes": [edge for out in stage.outs for edge in _edge(out, root)],
        "params": {
            os.path.relpath(one.path, root): dict(one.recorded)
            for one in stage.params
            if one.recorded
        },
    }


def _edge(item: Dep | Out, root: str) -> list[dict[str, object]]:
    if item.recorded.oid is None:
        return []
    path = item.path if "://" in item.path else os.path.relpath(item.path, root)
    size = item.recorded.raw.get("size")
    sized = {} if size is None else {"size": size}
    return [{"path": path, "oid": item.recorded.oid, **sized}]


def maker_of(ledger: Ledger, node: ItemNode | ArtifactNode) -> bytes | None:
    """The last that made exactly these bytes under a path of theirs."""
    paths = (node.path,) if isinstance(node, ItemNode) else node.paths
    oid = pack_oid(node.oid)
    made = [row for path in paths for row in ledger.store.rows("made_item", path, oid)]
    finished = [row for row in made if row[3] in FINISHED]
    return max(finished, key=lambda row: row[4])[1] if finished else None
