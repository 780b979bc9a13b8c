"""Trace of whatever a reference means: from a node to a described answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.refs.nodes import ColumnNode
from lineal.ledger.trace.columns import columns_upstream
from lineal.ledger.trace.execution import describe_executions
from lineal.ledger.trace.lineage import Trace, computed, tell
from lineal.ledger.trace.origins import Origins
from lineal.ledger.trace.reading import Reader, is_known
from lineal.ledger.trace.start import start_of, unknown
from lineal.ledger.trace.upstream import upstream

if TYPE_CHECKING:
    from lineal.ledger.refs.nodes import Node
    from lineal.ledger.stores.port import Store
    from lineal.storage.cache import Cache


def trace(store: Store, cache: Cache, node: Node, ref: str, depth: int | None = None) -> Trace:
    """`TargetError` when the ledger has nothing to say."""
    reader = Reader(store)
    start = start_of(reader, node)
    origins = Origins(reader, cache)
    seen = upstream(origins, start.items, start.executions, depth)
    if not seen.executions and not any(map(is_known, start.items)) and not seen.inputs:
        raise unknown(ref, node)
    nums = {one.item for one in seen.origins}
    nums |= {way.item for one in seen.origins for way in one.through}
    found = tell(ref, seen, reader.items(nums), describe_executions(reader, seen.inputs))
    return _with_columns(origins, found, node, start.items) if start.items else found


def _with_columns(origins: Origins, found: Trace, node: Node, asked: tuple[int, ...]) -> Trace:
    if not isinstance(node, ColumnNode):
        return found
    edges = columns_upstream(origins, asked[0], node.column)
    items = origins.reader.items({one for edge in edges for one in (edge.source, edge.target)})
    missing = {edge.execution for edge in edges} - found.executions.keys()
    described = {**found.executions, **describe_executions(origins.reader, missing)}
    return found._replace(executions=described, column=node.column, columns=computed(edges, items))
