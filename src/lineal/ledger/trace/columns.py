"""Lineage of one column, where steps said which columns they computed from which.

Where none did, the table stands for its columns: rather too much than too little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.trace.graph import EVER, Want

if TYPE_CHECKING:
    from lineal.ledger.trace.downstream import Reach
    from lineal.ledger.trace.origins import Origins
    from lineal.ledger.trace.reading import Reader
    from lineal.ledger.trace.upstream import Input


class ColumnEdge(NamedTuple):
    """An execution computed a column of one item from a column of another."""

    execution: int
    source: int
    source_column: str
    target: int
    target_column: str
    how: str


class _Asked(NamedTuple):
    want: Want
    column: str


def columns_upstream(origins: Origins, item: int, column: str) -> list[ColumnEdge]:
    """Nearest first; nothing when no step said where the column came from."""
    found: dict[ColumnEdge, None] = {}
    frontier = [_Asked(Want(item, EVER), column)]
    while frontier:
        made = origins.of([one.want for one in frontier])
        edges = _edges(origins.reader, "walk_columns_to", {one.want.item for one in frontier})
        asked = {(made[one.want].execution, one.want.item, one.column) for one in frontier}
        new = [
            edge
            for edge in edges
            if edge not in found and (edge.execution, edge.target, edge.target_column) in asked
        ]
        found.update(dict.fromkeys(new))
        frontier = [
            _Asked(Want(edge.source, _time(origins, edge), edge.execution), edge.source_column)
            for edge in new
        ]
    return list(found)


def narrowed(
    reader: Reader, reach: Reach, item: int, column: str
) -> tuple[Reach, list[ColumnEdge]]:
    """Of what a table reached, what its column did, and the edges that say so."""
    used = {one.edge.item for some in reach.uses.values() for one in some}
    edges = _edges(reader, "walk_columns_from", used)
    spoken = {(edge.execution, edge.source) for edge in edges}
    tainted: set[tuple[int, str | None]] = {(item, column)}
    passed: dict[ColumnEdge, None] = {}
    whole: set[int] = set()
    before = -1
    while len(tainted) != before:
        before = len(tainted)
        for execution in reach.executions:
            for source in _sources(reach.uses.get(execution, ()), tainted):
                if (execution, source) not in spoken:
                    whole.add(execution)
                    made = reach.makes.get(execution, ())
                    tainted.update((edge.item, None) for edge in made)
        for edge in edges:
            if {(edge.source, edge.source_column), (edge.source, None)} & tainted:
                passed[edge] = None
                tainted.add((edge.target, edge.target_column))
    return _kept(reach, tainted, whole, {edge.execution for edge in passed}), list(passed)


def _sources(uses: tuple[Input, ...], tainted: set[tuple[int, str | None]]) -> set[int]:
    items = {item for item, _ in tainted}
    return {one.edge.item for one in uses if one.edge.item in items}


def _kept(
    reach: Reach, tainted: set[tuple[int, str | None]], whole: set[int], partly: set[int]
) -> Reach:
    items = {item for item, _ in tainted}
    executions = {
        num: distance
        for num, distance in reach.executions.items()
        if num in whole or num in partly or distance == 0
    }
    makes = {
        num: tuple(edge for edge in edges if edge.item in items)
        for num, edges in reach.makes.items()
        if num in executions
    }
    uses = {
        num: tuple(one for one in some if one.edge.item in items)
        for num, some in reach.uses.items()
        if num in executions
    }
    return reach._replace(executions=executions, makes=makes, uses=uses)


def _edges(reader: Reader, statement: str, items: set[int]) -> list[ColumnEdge]:
    return [ColumnEdge(*row) for row in reader.rows(statement, items)]


def _time(origins: Origins, edge: ColumnEdge) -> int:
    makers = origins.reader.makers([edge.target])[edge.target]
    return next((one.time for one in makers if one.execution == edge.execution), EVER)
