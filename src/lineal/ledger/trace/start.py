"""Where a walk begins: the items or executions that a reference means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TargetError
from lineal.ledger.refs.nodes import (
    ArtifactNode,
    ColumnNode,
    CommitNode,
    ExecutionNode,
    ItemNode,
    MetricNode,
    ParamNode,
    RunNode,
    StageNode,
    VersionNode,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.refs.nodes import Node
    from lineal.ledger.trace.reading import Reader


class Start(NamedTuple):
    """Numbers of items, and of executions."""

    items: tuple[int, ...] = ()
    executions: tuple[int, ...] = ()


def start_of(reader: Reader, node: Node) -> Start:
    """Nothing when no execution is meant; items are there even if no fact speaks of them."""
    if isinstance(node, ArtifactNode):
        return Start(tuple(reader.number(one.path, one.oid) for one in node.items))
    if isinstance(node, ItemNode | ColumnNode):
        return Start((reader.number(node.path, node.oid),))
    if isinstance(node, VersionNode):
        return Start((reader.number(node.path, node.oid),) if node.oid else ())
    # The last first: what it used, others of them made, and is told with it.
    return Start((), tuple(sorted(set(_executions(reader, node)), reverse=True)))


def unknown(ref: str, node: Node) -> TargetError:
    hint = "lineal run and lineal add record; lineal ledger import --git reads the past of Git"
    if isinstance(node, ItemNode | ColumnNode):
        return TargetError(
            f"the ledger knows nothing of '{ref}' as it is ({node.path}, md5 {node.oid[:8]})",
            hint=hint,
        )
    return TargetError(f"the ledger knows of no execution for '{ref}'", hint=hint)


def _executions(reader: Reader, node: Node) -> Iterator[int]:
    rows = reader.store.rows
    if isinstance(node, ExecutionNode):
        yield from _first(rows("walk_execution", node.id))
    elif isinstance(node, StageNode) and node.execution is not None:
        yield from _first(rows("walk_execution", node.execution))
    elif isinstance(node, RunNode):
        yield from _first(rows("walk_run_executions", node.id))
    elif isinstance(node, CommitNode):
        yield from _first(rows("walk_commit_executions", node.commit))
        yield from _first(rows("walk_first_in_commit", node.commit))
    elif isinstance(node, MetricNode):
        yield from _first(rows("walk_metric_executions", node.key))
    elif isinstance(node, ParamNode):
        for num, value in rows("walk_param_executions", node.key):
            if node.value in (None, value):
                yield num


def _first(rows: list[tuple[int, ...]]) -> Iterator[int]:
    return (row[0] for row in rows)
