"""A trace as a tree: in which order, how deep, and what was shown before. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.trace.lineage import Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.trace.lineage import Trace, Way


class Branch(NamedTuple):
    """One item, or an execution that was asked about.

    ``how`` is set for what another item came through. ``guides`` say of each level between the
    root and this one whether more follows there; a root has ``depth`` 0. ``shown`` says that its
    execution stands further up already, ``open`` that something follows below it.
    """

    use: Use | None
    execution: int | None
    depth: int = 0
    guides: tuple[bool, ...] = ()
    last: bool = True
    how: str = ""
    certain: bool = True
    shown: bool = False
    open: bool = False


def branches(trace: Trace) -> Iterator[Branch]:
    """Depth first; without recursion, for a line of descent may be long."""
    roots = [Branch(use, use.made_by) for use in trace.roots]
    pending = [*roots, *(Branch(None, one) for one in trace.starts)][::-1]
    seen: set[int] = set()
    while pending:
        one = pending.pop()
        shown = one.execution in seen
        inner = [] if shown else _below(trace, one)
        if one.execution is not None:
            seen.add(one.execution)
        yield one._replace(shown=shown, open=bool(inner))
        pending.extend(reversed(inner))


def _below(trace: Trace, one: Branch) -> list[Branch]:
    if one.execution is not None:
        inner = [Branch(use, use.made_by) for use in trace.inputs.get(one.execution, ())]
    else:
        inner = [_through(way) for way in (one.use.through if one.use else ())]
    guides = (*one.guides, not one.last) if one.depth else ()
    return [
        each._replace(depth=one.depth + 1, guides=guides, last=at == len(inner) - 1)
        for at, each in enumerate(inner)
    ]


def _through(way: Way) -> Branch:
    use = Use(way.path, way.oid, None, None, "", way.execution, (), 0)
    return Branch(use, way.execution, how=way.how, certain=way.certain)
