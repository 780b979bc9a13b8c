"""Stages, and the execution that left the record they have now, or had at a revision."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError
from lineal.ledger.entries import entry_digest
from lineal.ledger.kinds.execution import FINISHED
from lineal.ledger.refs.ids import runs
from lineal.ledger.refs.nodes import Candidate, RunNode, StageNode
from lineal.ledger.refs.parse import split_revision
from lineal.pipeline.address import address

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.ledger.stores.port import Row
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


def stages(ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    """By name as seen from here, or by address from the root; ``@`` may belong to the name."""
    for name in _addresses(ws, value):
        found = _present(ws, ledger, name)
        if found is not None:
            return [found]
    split = split_revision(value)
    if split is None:
        return []
    for name in _addresses(ws, split[0]):
        node = _at(ws, ledger, name, split[1])
        if node is not None:
            return [Candidate(node, f"stage:{value}", f"the stage {name} at {split[1]}")]
    return []


def _addresses(ws: Workspace, value: str) -> list[str]:
    """From the root, what a person means who stands in a directory below it."""
    here = os.path.relpath(ws.cwd, ws.root)
    if here == ".":
        return [value]
    if value.endswith(".dvc") or ":" in value:
        return [os.path.normpath(os.path.join(here, value)), value]
    return [f"{here}/dvc.yaml:{value}", value]


def _present(ws: Workspace, ledger: Ledger, name: str) -> Candidate | None:
    rows = ledger.store.rows("last_of_stage", name)
    stage = _find(ws, name)
    if not rows and stage is None:
        return None
    execution = None if stage is None else _of_record(ws.root, ledger, stage)
    node = StageNode(name, execution or _last(rows))
    return Candidate(node, f"stage:{name}", f"the stage {name}", weak=not rows)


def _at(ws: Workspace, ledger: Ledger, name: str, revision: str) -> StageNode | None:
    kind, colon, value = revision.partition(":")
    if colon and kind == "run":
        for one in runs(ws, ledger, value):
            if isinstance(one.node, RunNode):
                rows = ledger.store.rows("last_of_stage_in_run", name, one.node.id)
                if rows:
                    return StageNode(name, bytes(rows[0][0]))
        return None
    from lineal.pipeline.revisions import at_revision  # deferred: only for other revisions

    try:
        there = at_revision(ws, revision)
    except RevisionError:
        return None
    stage = _find(there, name)
    return None if stage is None else StageNode(name, _of_record(ws.root, ledger, stage))


def _find(ws: Workspace, name: str) -> Stage | None:
    from lineal.ledger.refs.recorded import stages_of  # deferred: reads the project files

    return next((one for one in stages_of(ws) if address(one, ws.root) == name), None)


def _of_record(root: str, ledger: Ledger, stage: Stage) -> bytes | None:
    entry = stage.data if stage.name is None else stage.lock
    if not entry:
        return None
    digest = entry_digest(address(stage, root), entry)
    return _last(ledger.store.rows("execution_by_entry", bytes.fromhex(digest)))


def _last(rows: list[Row]) -> bytes | None:
    """The last that finished; of those that never did, the last."""
    finished = [row for row in rows if row[1] in FINISHED]
    return bytes((finished or rows)[0][0]) if rows else None
