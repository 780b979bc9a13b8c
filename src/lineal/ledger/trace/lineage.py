"""The answer of trace, as values: what the walk saw, described. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.kinds.execution import ADDED, IMPORTED, REPORTED
from lineal.ledger.rows import UNDECLARED
from lineal.ledger.trace.observed import was_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lineal.ledger.trace.columns import ColumnEdge
    from lineal.ledger.trace.execution import Described
    from lineal.ledger.trace.graph import Item, Origin
    from lineal.ledger.trace.upstream import Input, Upstream

#: Where lines of descent end: data that came in, files of Git, and what nobody made.
IN_GIT, UNKNOWN = "git", "unknown"
_CAME_IN = frozenset((ADDED, IMPORTED, REPORTED))


class Way(NamedTuple):
    """The item something came through: see `graph.Through`."""

    how: str
    path: str
    oid: str
    execution: int | None
    certain: bool


class Use(NamedTuple):
    """An item as it was used, or asked about: who made it, or through what it came.

    ``read`` says whether who used it was seen to read it; None when that is not known.
    """

    path: str
    oid: str
    size: int | None
    nfiles: int | None
    role: str
    made_by: int | None
    through: tuple[Way, ...]
    others: int
    read: bool | None = None

    @property
    def executions(self) -> tuple[int, ...]:
        if self.made_by is not None:
            return (self.made_by,)
        found = (way.execution for way in self.through)
        return tuple(dict.fromkeys(one for one in found if one is not None))


class Computed(NamedTuple):
    """A column of one table was computed from a column of another, which are paths and oids."""

    execution: int
    source: tuple[str, str]
    source_column: str
    target: tuple[str, str]
    target_column: str
    how: str


class Trace(NamedTuple):
    """``roots`` or ``starts`` are what was asked about.

    ``inputs`` is by execution; those in ``cut`` were not followed. ``in_git`` has the commit
    that holds what nobody made, by path and object id, as far as Git was asked. ``column`` is
    set when one was asked about; ``columns`` are empty where no step said anything of it.
    """

    ref: str
    roots: tuple[Use, ...]
    starts: tuple[int, ...]
    executions: Mapping[int, Described]
    inputs: Mapping[int, tuple[Use, ...]]
    cut: frozenset[int]
    in_git: Mapping[tuple[str, str], str] = {}
    column: str | None = None
    columns: tuple[Computed, ...] = ()

    @property
    def uses(self) -> Iterator[tuple[int | None, Use]]:
        """Each with the execution that used it; None for what was asked about."""
        for root in self.roots:
            yield None, root
        for execution, uses in self.inputs.items():
            for use in uses:
                yield execution, use


class Source(NamedTuple):
    """Where a line of descent ends. ``url`` is of what was imported, ``commit`` of what Git has.

    ``used_by`` are executions; ``execution`` is the one that brought it in.
    """

    kind: str
    path: str
    oid: str
    size: int | None
    url: str | None
    commit: str | None
    execution: int | None
    used_by: tuple[int, ...]


def tell(
    ref: str, seen: Upstream, items: Mapping[int, Item], executions: Mapping[int, Described]
) -> Trace:
    def use(one: Origin, role: str) -> Use:
        ways = tuple(
            Way(way.how, items[way.item].path, items[way.item].oid, way.execution, way.certain)
            for way in one.through
        )
        _, path, oid, size, nfiles = items[one.item]
        return Use(path, oid, size, nfiles, role, one.execution, ways, one.others)

    def input_of(execution: int, one: Input) -> Use:
        found = use(one.origin, one.edge.role)
        if one.edge.role == UNDECLARED:
            return found._replace(read=True)
        return found._replace(read=was_read(executions[execution].payload, found.path))

    inputs = {
        execution: tuple(input_of(execution, one) for one in some)
        for execution, some in seen.inputs.items()
    }
    roots = tuple(use(one, "") for one in seen.items)
    return Trace(ref, roots, seen.executions, executions, _in_order(inputs), seen.cut)


def computed(edges: Iterable[ColumnEdge], items: Mapping[int, Item]) -> tuple[Computed, ...]:
    return tuple(
        Computed(
            edge.execution,
            (items[edge.source].path, items[edge.source].oid),
            edge.source_column,
            (items[edge.target].path, items[edge.target].oid),
            edge.target_column,
            edge.how,
        )
        for edge in edges
    )


def sources(trace: Trace) -> list[Source]:
    """Each once, data before files that nobody made."""
    found: dict[tuple[str, str, int | None], Source] = {}
    for user, use in trace.uses:
        for source in _ends(trace, user, use):
            key = source.path, source.oid, source.execution
            known = found.get(key)
            if known is None:
                found[key] = source
            else:
                used_by = tuple(dict.fromkeys((*known.used_by, *source.used_by)))
                found[key] = known._replace(used_by=used_by)
    return sorted(found.values(), key=lambda one: (one.execution is None, one.path))


def _ends(trace: Trace, user: int | None, use: Use) -> Iterator[Source]:
    used_by = () if user is None else (user,)
    if user is not None and trace.executions[user].status in _CAME_IN:
        # What an import came from is told with the data it brought.
        return
    if not use.executions:
        commit = trace.in_git.get((use.path, use.oid))
        kind = UNKNOWN if commit is None else IN_GIT
        yield Source(kind, use.path, use.oid, use.size, None, commit, None, used_by)
    for num in use.executions:
        made = trace.executions[num]
        if made.status in _CAME_IN and not _goes_on(trace, num):
            url = next((one.path for one in trace.inputs.get(num, ()) if not one.executions), None)
            yield Source(made.status, use.path, use.oid, use.size, url, None, num, used_by)


def _goes_on(trace: Trace, num: int) -> bool:
    """An import may be of something whose making was reported."""
    return any(one.executions for one in trace.inputs.get(num, ()))


def _in_order(inputs: dict[int, tuple[Use, ...]]) -> dict[int, tuple[Use, ...]]:
    """What was made before what was only there: the line of descent first."""
    return {
        execution: tuple(sorted(uses, key=lambda one: (not one.executions, one.path)))
        for execution, uses in inputs.items()
    }
