"""``lineal.trace`` and ``lineal.impact``: lineage as plain values, shaped as ``--json`` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.api.opening import Where, opened
from lineal.ledger.opening import open_ledger
from lineal.ledger.refs.resolve import resolve
from lineal.ledger.trace.as_json import trace_json
from lineal.ledger.trace.asking import trace as trace_node
from lineal.ledger.trace.impact import Limits
from lineal.ledger.trace.impact import impact as impact_of_node
from lineal.ledger.trace.impact_json import impact_json
from lineal.ledger.trace.in_git import with_git

if TYPE_CHECKING:
    from collections.abc import Iterable


def trace(ref: str, repo: str | None = None, *, depth: int | None = None) -> dict[str, Any]:
    """What made something, back to where its data came from.

    ``ref`` is a path, ``PATH@REV``, or as ``lineal trace`` takes it; ``depth`` is how many
    executions may lie behind each other.
    """
    with opened(Where(repo)) as ws, open_ledger(ws) as ledger:
        node = resolve(ws, ledger, ref)
        return trace_json(with_git(ws, trace_node(ledger.store, ws.cache, node, ref, depth)))


def impact(
    ref: str,
    repo: str | None = None,
    *,
    depth: int | None = None,
    stages: Iterable[str] = (),
) -> dict[str, Any]:
    """Everything that came of something; ``stages`` narrows what is told to these."""
    limits = Limits(depth, tuple(stages))
    with opened(Where(repo)) as ws, open_ledger(ws) as ledger:
        node = resolve(ws, ledger, ref)
        return impact_json(impact_of_node(ledger.store, ws.cache, node, ref, limits))
