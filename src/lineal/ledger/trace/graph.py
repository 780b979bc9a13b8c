"""The part of the graph a walk has seen, in numbers of the store. Pure.

Nodes are items and executions. Which execution made an item that another used depends on when
it was used: see `origin`.
"""

from __future__ import annotations

from typing import NamedTuple

from lineal.ledger.kinds.execution import FINISHED, REPORTED

#: How an item that nobody made under its own path comes from one that was made: it is a file of
#: a directory, a directory of such files, or has the same bytes; or it lies where another system
#: reported to have written, which has names of its own for versions.
MEMBER, HOLDS, COPY, PLACE = "member", "holds", "copy", "place"

#: Of so few bytes (``{}``, ``null``) the same ones come about without one being the other.
TRIVIAL_BYTES = 8

#: Later than everything: what is asked about without a use is what was made last.
EVER = 1 << 62


class Item(NamedTuple):
    """Bytes under a path."""

    num: int
    path: str
    oid: str
    size: int | None
    nfiles: int | None


class Edge(NamedTuple):
    """An execution that made or used an item, as what, and when."""

    execution: int
    item: int
    role: str
    time: int
    status: str


class Through(NamedTuple):
    """Another item by which something came to be; ``certain`` unless nobody knows its files."""

    how: str
    item: int
    execution: int | None
    certain: bool = True


class Want(NamedTuple):
    """An item as it was used at a time, by an execution or by whoever asks."""

    item: int
    time: int
    user: int | None = None


class Origin(NamedTuple):
    """Who made an item for one use; else the items through which it came; else nobody.

    ``others`` is how many more executions made the same.
    """

    item: int
    execution: int | None = None
    through: tuple[Through, ...] = ()
    others: int = 0

    @property
    def executions(self) -> tuple[int, ...]:
        if self.execution is not None:
            return (self.execution,)
        found = (one.execution for one in self.through)
        return tuple(dict.fromkeys(one for one in found if one is not None))


def producer(makers: list[Edge], want: Want) -> Edge | None:
    """The last that finished at or before the use, else the first after it.

    Histories that were merged or imported may have another order.
    """
    able = [one for one in makers if one.status in FINISHED and one.execution != want.user]
    before = [one for one in able if one.time <= want.time]
    if before:
        return max(before, key=_moment)
    return min(able, key=_moment, default=None)


def origin(makers: list[Edge], want: Want) -> Origin:
    found = producer(makers, want)
    if found is None:
        return Origin(want.item)
    others = {one.execution for one in makers if one.status in FINISHED} - {found.execution}
    return Origin(want.item, found.execution, others=len(others))


def reported(makers: list[Edge], want: Want) -> Edge | None:
    """The last report of others before a use. What came after it cannot have been used."""
    before = [one for one in makers if one.status == REPORTED and one.time <= want.time]
    return max((one for one in before if one.execution != want.user), key=_moment, default=None)


def is_outside(path: str) -> bool:
    """Whether others may write there: a URL, or an absolute path."""
    return path.startswith("/") or "://" in path


def parents(path: str) -> list[str]:
    """The directories a path lies in, the nearest first."""
    found = []
    while "/" in path and not path.endswith(":/"):
        path = path.rpartition("/")[0]
        if path and not path.endswith((":/", ":")):
            found.append(path)
    return found


def _moment(edge: Edge) -> tuple[int, int]:
    return edge.time, edge.execution
