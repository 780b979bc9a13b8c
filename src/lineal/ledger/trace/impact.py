"""The answer of impact, as values: what came of a thing, in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.codec import unpack
from lineal.ledger.kinds.execution import FINISHED
from lineal.ledger.refs.nodes import ColumnNode
from lineal.ledger.trace.columns import narrowed
from lineal.ledger.trace.downstream import downstream
from lineal.ledger.trace.observed import was_read
from lineal.ledger.trace.origins import Origins
from lineal.ledger.trace.providers import PROVIDERS
from lineal.ledger.trace.reading import Reader, is_known
from lineal.ledger.trace.start import start_of, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.refs.nodes import Node
    from lineal.ledger.stores.port import Store
    from lineal.ledger.trace.columns import ColumnEdge
    from lineal.ledger.trace.downstream import Reach
    from lineal.ledger.trace.graph import Edge, Item
    from lineal.storage.cache import Cache


_MOST_LOOKED_AT = 1000


class Affected(NamedTuple):
    """An execution that was reached; ``distance`` counts those before it, 0 is the start."""

    num: int
    id: bytes
    stage: str
    status: str
    time: int
    seconds: float | None
    commit: str | None
    run: bytes | None
    distance: int


class Result(NamedTuple):
    """An artifact that was reached; ``latest`` when its stage has not finished again since."""

    item: Item
    role: str
    execution: int
    latest: bool


class Impact(NamedTuple):
    """``asked`` are items asked about, ``held`` what contains them or is contained.

    ``groups`` are of what else there is, by name, as the providers tell it. ``columns`` are
    those that are known to be computed from the one asked about, with their paths. ``read`` has
    the executions that used it themselves: whether they were seen to read it, None for unknown.
    ``totals`` are of groups that list only a part.
    """

    ref: str
    asked: tuple[Item, ...]
    held: tuple[Item, ...]
    results: tuple[Result, ...]
    executions: Mapping[int, Affected]
    groups: Mapping[str, list[dict[str, Any]]]
    reach: Reach
    items: Mapping[int, Item]
    read: Mapping[int, bool | None] = {}
    columns: tuple[tuple[str, str], ...] = ()
    totals: Mapping[str, int] = {}


class Limits(NamedTuple):
    """How far to go, and which stages to tell of; none means all."""

    depth: int | None = None
    stages: tuple[str, ...] = ()


NO_LIMITS = Limits()


def impact(store: Store, cache: Cache, node: Node, ref: str, limits: Limits = NO_LIMITS) -> Impact:
    """`TargetError` when the ledger has nothing to say."""
    reader = Reader(store)
    start = start_of(reader, node)
    reach = downstream(Origins(reader, cache), start.items, start.executions, limits.depth)
    if not (start.executions or reach.spread - reach.items or any(map(is_known, start.items))):
        raise unknown(ref, node)
    edges: list[ColumnEdge] = []
    if isinstance(node, ColumnNode):
        reach, edges = narrowed(reader, reach, start.items[0], node.column)
    found = _described(reader, reach, ref, limits.stages)
    items = {**found.items, **reader.items(edge.target for edge in edges)}
    reached = {(items[edge.target].path, edge.target_column): None for edge in edges}
    return found._replace(columns=tuple(reached), read=_read(reader, found))


def _described(reader: Reader, reach: Reach, ref: str, stages: tuple[str, ...]) -> Impact:
    affected = {
        num: one
        for num, one in _affected(reader, reach).items()
        if not stages or one.stage in stages
    }
    made = [edge for num in affected for edge in reach.makes.get(num, ())]
    used = (one.edge.item for some in reach.uses.values() for one in some)
    items = reader.items({*reach.spread, *(edge.item for edge in made), *used})
    results = _results(reader, affected, made, items)
    groups = {name: tell(reader, affected) for name, tell in PROVIDERS.items()}
    asked = tuple(items[num] for num in sorted(reach.items))
    held = tuple(items[num] for num in sorted(reach.spread - reach.items))
    return Impact(ref, asked, held, results, affected, groups, reach, items)


def _read(reader: Reader, found: Impact) -> dict[int, bool | None]:
    """Of a file in a directory: whether that file was read. The newest are looked at."""
    direct = [
        (num, one.edge.item)
        for num in found.executions
        for one in found.reach.uses.get(num, ())
        if one.edge.item in found.reach.spread
    ][:_MOST_LOOKED_AT]
    rows = reader.rows("walk_payloads", [num for num, _ in direct])
    payloads = {num: unpack(bytes(packed)) for num, packed in rows if packed is not None}
    told: dict[int, bool | None] = {}
    for num, item in direct:
        used = found.items[item]
        inner = (
            one.path[len(used.path) + 1 :] if one.path.startswith(f"{used.path}/") else ""
            for one in found.asked
        )
        said = [was_read(payloads.get(num, {}), used.path, name) for name in inner]
        told[num] = True if True in said else None if None in said else False
    return told


def _affected(reader: Reader, reach: Reach) -> dict[int, Affected]:
    """Newest first."""
    rows = reader.rows("walk_executions", reach.executions)
    found = [
        Affected(
            num,
            bytes(id_),
            stage,
            status,
            time,
            seconds,
            commit,
            None if run is None else bytes(run),
            reach.executions[num],
        )
        for num, id_, stage, status, time, seconds, commit, run in rows
    ]
    found.sort(key=lambda one: (-one.time, -one.num))
    return {one.num: one for one in found}


def _results(
    reader: Reader, affected: Mapping[int, Affected], made: list[Edge], items: Mapping[int, Item]
) -> tuple[Result, ...]:
    """Each artifact once, by the last execution that was reached and made it; latest first."""
    by_item: dict[int, Edge] = {}
    for edge in made:
        known = by_item.get(edge.item)
        if edge.status in FINISHED and (known is None or known.time <= edge.time):
            by_item[edge.item] = edge
    latest = _latest(reader, {one.stage for one in affected.values()})
    results = [
        Result(items[item], edge.role, edge.execution, edge.execution in latest)
        for item, edge in by_item.items()
    ]
    when = {one.execution: affected[one.execution].time for one in results}
    results.sort(key=lambda one: (not one.latest, -when[one.execution], one.item.path))
    return tuple(results)


def _latest(reader: Reader, stages: Iterable[str]) -> set[int]:
    """The last finished execution of each stage."""
    wanted = list(stages)
    rows = reader.store.rows("walk_latest", sorted(FINISHED), wanted) if wanted else []
    return {num for _, num in rows if num is not None}
