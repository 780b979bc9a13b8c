"""Which executions ``lineal why`` is asked about, when it is about the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TargetError, UsageError
from lineal.ledger.asking.past import why_executed, why_in_run
from lineal.ledger.refs.nodes import ExecutionNode, RunNode, StageNode
from lineal.ledger.refs.resolve import resolve

if TYPE_CHECKING:
    from lineal.ledger.asking.past import Answer
    from lineal.ledger.opening import Ledger
    from lineal.pipeline.workspace import Workspace


def answers(ws: Workspace, ledger: Ledger, target: str, run: str | None) -> list[Answer]:
    if run is not None:
        node = resolve(ws, ledger, run)
        if not isinstance(node, RunNode):
            raise UsageError(f"--run: '{run}' is not a run", hint="lineal log lists runs")
        return why_in_run(ws, ledger.store, node.id, _address(ws, ledger, target))
    node = resolve(ws, ledger, target if ":" in target else f"stage:{target}")
    if isinstance(node, RunNode):
        return why_in_run(ws, ledger.store, node.id, None)
    if isinstance(node, ExecutionNode):
        return [why_executed(ws, ledger.store, node.id)]
    if isinstance(node, StageNode) and node.execution is not None:
        return [why_executed(ws, ledger.store, node.execution)]
    raise TargetError(
        f"no execution of '{target}' is recorded",
        hint="lineal log --executions lists what is; lineal ledger import --git reads the past",
    )


def _address(ws: Workspace, ledger: Ledger, target: str) -> str:
    """From the root; what resolves to no stage may be one that is gone by now."""
    try:
        node = resolve(ws, ledger, f"stage:{target}")
    except TargetError:
        return target
    return node.address if isinstance(node, StageNode) else target
