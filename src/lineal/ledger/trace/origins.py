"""Where the bytes of each use came from: made under their path, or related to what was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.trace.graph import (
    COPY,
    HOLDS,
    MEMBER,
    PLACE,
    Edge,
    Origin,
    Through,
    origin,
    producer,
    reported,
)
from lineal.ledger.trace.related import Relations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.trace.graph import Item, Want
    from lineal.ledger.trace.reading import Reader
    from lineal.storage.cache import Cache


class Related(NamedTuple):
    """Who made what an item is a member of, what it holds (by path), and its copies.

    ``places`` are those who wrote to where it is, outside of the project.
    """

    holders: tuple[Edge, ...] = ()
    uncertain: frozenset[int] = frozenset()
    held: tuple[tuple[Edge, ...], ...] = ()
    copies: tuple[Edge, ...] = ()
    places: tuple[Edge, ...] = ()


class Origins:
    """One question's answers to where uses come from; `relations` is shared with who asks."""

    __slots__ = ("_related", "reader", "relations")

    def __init__(self, reader: Reader, cache: Cache) -> None:
        self.reader = reader
        self.relations = Relations(reader, cache)
        self._related: dict[int, Related] = {}

    def of(self, wants: Iterable[Want]) -> dict[Want, Origin]:
        wanted = list(wants)
        makers = self.reader.makers({want.item for want in wanted})
        found = {want: origin(makers[want.item], want) for want in wanted}
        lost = [want for want, one in found.items() if one.execution is None]
        self._relate({want.item for want in lost})
        found.update((want, related_origin(self._related[want.item], want)) for want in lost)
        return found

    def _relate(self, nums: Iterable[int]) -> None:
        unknown = [num for num in nums if num not in self._related]
        if not unknown:
            return
        items = self.reader.items(unknown)
        holders = self.relations.holders(items.values())
        below = self.relations.below(items.values())
        copies = self.relations.copies(unknown)
        above = {one.directory for some in holders.values() for one in some}
        places = self.relations.places(items.values())
        around = (*below.values(), *copies.values(), *places.values())
        others = {one for some in around for one in some}
        makers = self.reader.makers(above | others)
        inner = self.reader.items(one for some in below.values() for one in some)
        for num in unknown:
            held = holders.get(num, [])
            self._related[num] = Related(
                tuple(edge for one in held for edge in makers[one.directory]),
                frozenset(one.directory for one in held if not one.certain),
                _by_path([inner[one] for one in below.get(num, [])], makers),
                tuple(edge for one in copies.get(num, []) for edge in makers[one]),
                tuple(edge for one in places.get(num, []) for edge in makers[one]),
            )


def related_origin(related: Related, want: Want) -> Origin:
    """Containment before equal bytes; and a copy is of something that was there before. Pure."""
    holder = producer(list(related.holders), want)
    if holder is not None:
        certain = holder.item not in related.uncertain
        return Origin(want.item, through=(Through(MEMBER, holder.item, holder.execution, certain),))
    held = [producer(list(edges), want) for edges in related.held]
    parts = [Through(HOLDS, edge.item, edge.execution) for edge in held if edge is not None]
    if parts:
        return Origin(want.item, through=tuple(parts))
    place = reported(list(related.places), want)
    if place is not None:
        return Origin(want.item, through=(Through(PLACE, place.item, place.execution),))
    copied = producer([edge for edge in related.copies if edge.time <= want.time], want)
    if copied is not None:
        return Origin(want.item, through=(Through(COPY, copied.item, copied.execution),))
    return Origin(want.item)


def _by_path(items: list[Item], makers: dict[int, list[Edge]]) -> tuple[tuple[Edge, ...], ...]:
    """Where nobody knows which version a directory held, all of a path compete for the time."""
    found: dict[str, list[Edge]] = {}
    for item in items:
        found.setdefault(item.path, []).extend(makers[item.num])
    return tuple(tuple(edges) for edges in found.values() if edges)
