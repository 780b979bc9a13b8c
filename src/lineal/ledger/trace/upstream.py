"""Upstream: breadth first from what is asked about to what nobody made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.trace.graph import EVER, Edge, Origin, Want

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.trace.origins import Origins


class Input(NamedTuple):
    """Something an execution used, and where it came from."""

    edge: Edge
    origin: Origin


class Upstream(NamedTuple):
    """``items`` and ``executions`` are what was asked about.

    ``inputs`` has every execution the walk came to; those in ``cut`` lie at its depth and
    were not followed.
    """

    items: tuple[Origin, ...]
    executions: tuple[int, ...]
    inputs: dict[int, tuple[Input, ...]]
    cut: frozenset[int]

    @property
    def origins(self) -> list[Origin]:
        """Every use of the walk, what was asked about first."""
        return [*self.items, *(one.origin for some in self.inputs.values() for one in some)]


def upstream(
    origins: Origins,
    items: Iterable[int] = (),
    executions: Iterable[int] = (),
    depth: int | None = None,
) -> Upstream:
    """``depth`` is how many executions may lie one behind the other."""
    asked = origins.of([Want(item, EVER) for item in items])
    starts = tuple(executions)
    frontier = list(dict.fromkeys([*starts, *_made_by(asked.values())]))
    inputs: dict[int, tuple[Input, ...]] = {}
    hops = 0
    while frontier and (depth is None or hops < depth):
        hops += 1
        found = _inputs(origins, frontier)
        inputs.update(found)
        made_by = _made_by(one.origin for some in found.values() for one in some)
        frontier = [one for one in dict.fromkeys(made_by) if one not in inputs]
    inputs.update((one, ()) for one in frontier)
    return Upstream(tuple(asked.values()), starts, inputs, frozenset(frontier))


def _inputs(origins: Origins, executions: list[int]) -> dict[int, tuple[Input, ...]]:
    edges = origins.reader.uses(executions)
    wants = {edge: Want(edge.item, edge.time, edge.execution) for edge in edges}
    found = origins.of(wants.values())
    inputs: dict[int, list[Input]] = {one: [] for one in executions}
    for edge, want in wants.items():
        inputs[edge.execution].append(Input(edge, found[want]))
    return {execution: tuple(some) for execution, some in inputs.items()}


def _made_by(origins: Iterable[Origin]) -> list[int]:
    return [execution for one in origins for execution in one.executions]
