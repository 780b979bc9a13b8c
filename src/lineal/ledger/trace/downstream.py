"""Downstream: breadth first from what is asked about to everything that came of it.

It finds the uses that may come of something, and asks of each where it did come from, as trace
would: what trace does not lead back to is not reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.trace.graph import COPY, PLACE, Edge, Want
from lineal.ledger.trace.upstream import Input

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.trace.graph import Item
    from lineal.ledger.trace.origins import Origins


class Reach(NamedTuple):
    """``items`` are what was asked about, ``spread`` also what contains or is contained in it.

    ``executions`` has the distance of each that was reached; 0 are those asked about.
    """

    items: frozenset[int]
    spread: frozenset[int]
    executions: dict[int, int]
    uses: dict[int, tuple[Input, ...]]
    makes: dict[int, tuple[Edge, ...]]


def downstream(
    origins: Origins,
    items: Iterable[int] = (),
    executions: Iterable[int] = (),
    depth: int | None = None,
) -> Reach:
    """``depth`` is how many executions may lie one behind the other."""
    asked = frozenset(items)
    spread = asked | _spread(origins, asked)
    reached = dict.fromkeys(executions, 0)
    makes = _makes(origins, reached)
    uses: dict[int, dict[Edge, Input]] = {}
    frontier = {edge.item for some in makes.values() for edge in some} | spread
    hops = 0
    while frontier and (depth is None or hops < depth):
        hops += 1
        new: dict[int, int] = {}
        for one in _uses(origins, frontier):
            if not _comes_of(one, asked, spread, reached):
                continue
            execution = one.edge.execution
            uses.setdefault(execution, {})[one.edge] = one
            if execution not in reached:
                new[execution] = hops
        reached.update(new)
        made = _makes(origins, new)
        makes.update(made)
        frontier = {edge.item for some in made.values() for edge in some}
    found = {execution: tuple(some.values()) for execution, some in uses.items()}
    return Reach(asked, spread, reached, found, makes)


def _comes_of(
    one: Input, asked: frozenset[int], spread: frozenset[int], reached: dict[int, int]
) -> bool:
    """What was asked about counts whoever made it; everything else by who did."""
    if one.edge.item in spread or any(made in reached for made in one.origin.executions):
        return True
    return any(way.how in (COPY, PLACE) and way.item in asked for way in one.origin.through)


def _spread(origins: Origins, asked: frozenset[int]) -> frozenset[int]:
    """The directories that contain them, and of directories what is used by itself."""
    items = origins.reader.items(asked).values()
    holders = origins.relations.holders(items).values()
    below = origins.relations.below(items).values()
    return frozenset(one.directory for some in holders for one in some) | frozenset(
        one for some in below for one in some
    )


def _makes(origins: Origins, executions: Iterable[int]) -> dict[int, tuple[Edge, ...]]:
    found: dict[int, list[Edge]] = {one: [] for one in executions}
    for edge in origins.reader.makes(found):
        found[edge.execution].append(edge)
    return {execution: tuple(edges) for execution, edges in found.items()}


def _uses(origins: Origins, items: Iterable[int]) -> list[Input]:
    """Every use that may come of these items, with where it came from."""
    nums = set(items)
    nums |= _related(origins, origins.reader.items(nums).values())
    edges = origins.reader.users(nums)
    wants = {edge: Want(edge.item, edge.time, edge.execution) for edge in edges}
    found = origins.of(wants.values())
    return [Input(edge, found[want]) for edge, want in wants.items()]


def _related(origins: Origins, items: Iterable[Item]) -> set[int]:
    some = list(items)
    holders = origins.relations.holders(some).values()
    below = origins.relations.below(some).values()
    copies = origins.relations.copies(item.num for item in some).values()
    places = origins.relations.places(some).values()
    return (
        {one.directory for found in holders for one in found}
        | {one for found in below for one in found}
        | {one for found in (*copies, *places) for one in found}
    )
