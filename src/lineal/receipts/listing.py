"""The newest receipts, of what is asked for. Parts that have none of it are not opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.base.ids import micros_of
from lineal.receipts import places
from lineal.receipts.parts import read_part
from lineal.receipts.record import as_receipt
from lineal.receipts.snapshot import consistent

if TYPE_CHECKING:
    from lineal.receipts.manifest import Part
    from lineal.receipts.receipt import Origin, Receipt
    from lineal.receipts.record import Entry
    from lineal.receipts.snapshot import Snapshot
    from lineal.receipts.tally import Kind


class Wanted(NamedTuple):
    """What is None is not asked; ``since`` is microseconds."""

    endpoint: str | None = None
    version: str | None = None
    bundle: str | None = None
    since: int | None = None

    def fits(self, one: Origin | Kind) -> bool:
        return (
            self.endpoint in (None, one.endpoint)
            and self.version in (None, one.version)
            and self.bundle in (None, one.bundle)
        )


ANYTHING: Final = Wanted()


def listing(directory: str, wanted: Wanted = ANYTHING, limit: int = 20) -> list[Receipt]:
    """So many at most, newest first."""
    found = consistent(directory, lambda snapshot: _newest(snapshot, wanted, limit))
    return [as_receipt(one) for one in found]


def _newest(snapshot: Snapshot, wanted: Wanted, limit: int) -> list[Entry]:
    found = _trimmed(_in_segments(snapshot), wanted, limit)
    for part in sorted(snapshot.manifest.parts, key=lambda one: one.high, reverse=True):
        if len(found) == limit and found[-1].record.id.hex() > part.high:
            break
        if wanted.since is not None and micros_of(bytes.fromhex(part.high)) < wanted.since:
            break
        if any(wanted.fits(one.kind) for one in part.tallies):
            found = _trimmed(
                found + _in_part(snapshot.directory, part, wanted, limit), wanted, limit
            )
    return found


def _in_segments(snapshot: Snapshot) -> list[Entry]:
    if not snapshot.segments:
        return []
    from lineal.receipts.segment import decode  # deferred: msgspec, 30 ms

    return [
        one for segment in snapshot.segments for one in decode(segment.data, segment.name).entries()
    ]


def _in_part(directory: str, part: Part, wanted: Wanted, limit: int) -> list[Entry]:
    """The last rows, when all are of what is asked; else as many as it takes."""
    from lineal.receipts.table import all_rows, rows_from  # deferred: Parquet

    data, path = read_part(directory, part), places.parquet(directory, part)
    if all(wanted.fits(one.kind) for one in part.tallies):
        return rows_from(data, path, max(part.rows - limit, 0))
    return all_rows(data, path)


def _trimmed(entries: list[Entry], wanted: Wanted, limit: int) -> list[Entry]:
    fitting = [
        one
        for one in entries
        if wanted.fits(one.origin)
        and (wanted.since is None or micros_of(one.record.id) >= wanted.since)
    ]
    return sorted(fitting, key=lambda one: one.record.id, reverse=True)[:limit]
