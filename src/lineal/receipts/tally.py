"""How many predictions of a kind there are, and when: counts that add up. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.ids import micros_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.receipts.record import Entry


class Kind(NamedTuple):
    """What predictions are counted by."""

    day: str
    endpoint: str
    version: str
    bundle: str
    route: str
    decision: int | str


class Tally(NamedTuple):
    """``first`` and ``last`` are microseconds."""

    kind: Kind
    rows: int
    first: int
    last: int


def tally(entries: Iterable[Entry], day: str) -> list[Tally]:
    """The counts of what was predicted on one day."""
    ids: dict[tuple[object, ...], list[bytes]] = {}
    kinds: dict[tuple[object, ...], Kind] = {}
    for record, route, origin in entries:
        key = (*origin[:3], route, record.decision, isinstance(record.decision, str))
        if key not in kinds:
            kinds[key] = Kind(day, *origin[:3], route, record.decision)
            ids[key] = []
        ids[key].append(record.id)
    return added(
        Tally(kinds[key], len(found), micros_of(min(found)), micros_of(max(found)))
        for key, found in ids.items()
    )


def added(tallies: Iterable[Tally]) -> list[Tally]:
    """One for each kind, in an order that does not depend on theirs."""
    found: dict[tuple[Kind, bool], Tally] = {}
    for one in tallies:
        # A text that looks like a number is another decision than the number; 1 is not "1".
        key = (one.kind, isinstance(one.kind.decision, str))
        known = found.get(key)
        found[key] = one if known is None else _sum(known, one)
    return sorted(found.values(), key=lambda one: (*one.kind[:5], str(one.kind.decision)))


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(
        one.kind,
        one.rows + other.rows,
        min(one.first, other.first),
        max(one.last, other.last),
    )
