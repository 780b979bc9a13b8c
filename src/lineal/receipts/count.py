"""How many predictions there are, of what and when: from the counts that each part carries.

Only segments that are not in the table yet are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.receipts.days import day_of
from lineal.receipts.snapshot import consistent
from lineal.receipts.tally import added, tally

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from lineal.receipts.record import Entry
    from lineal.receipts.snapshot import Snapshot
    from lineal.receipts.tally import Tally


class Predictions(NamedTuple):
    """What one bundle predicted. ``first`` and ``last`` are microseconds."""

    total: int
    first: int
    last: int
    decisions: Mapping[int | str, int]
    endpoints: tuple[str, ...]


def count(directory: str) -> list[Tally]:
    """By day, endpoint, version, bundle, route and decision."""
    return consistent(directory, tallies_of)


def predictions_of(directory: str, bundles: Collection[str]) -> dict[str, Predictions]:
    """Of each of these bundles that predicted anything."""
    by_bundle: dict[str, list[Tally]] = {}
    for one in count(directory):
        if one.kind.bundle in bundles:
            by_bundle.setdefault(one.kind.bundle, []).append(one)
    return {bundle: _predictions(tallies) for bundle, tallies in by_bundle.items()}


def tallies_of(snapshot: Snapshot) -> list[Tally]:
    """The counts of a moment."""
    tallies = [one for part in snapshot.manifest.parts for one in part.tallies]
    if snapshot.segments:
        from lineal.receipts.segment import decode  # deferred: msgspec, 30 ms

        for segment in snapshot.segments:
            tallies += tally_days(decode(segment.data, segment.name).entries())
    return added(tallies)


def tally_days(entries: Iterable[Entry]) -> list[Tally]:
    """The counts of entries of any days."""
    days: dict[str, list[Entry]] = {}
    for one in entries:
        days.setdefault(day_of(one.record.id), []).append(one)
    return [one for day, of_day in days.items() for one in tally(of_day, day)]


def _predictions(tallies: list[Tally]) -> Predictions:
    decisions: dict[int | str, int] = {}
    for one in tallies:
        decisions[one.kind.decision] = decisions.get(one.kind.decision, 0) + one.rows
    return Predictions(
        sum(one.rows for one in tallies),
        min(one.first for one in tallies),
        max(one.last for one in tallies),
        decisions,
        tuple(sorted({one.kind.endpoint for one in tallies})),
    )
