"""The receipt of one prediction: by its id, or by the last digits people are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lineal.base.errors import TargetError
from lineal.base.ids import BYTES, tail
from lineal.receipts import places, tails
from lineal.receipts.parts import read_part, read_tails
from lineal.receipts.record import as_receipt
from lineal.receipts.snapshot import consistent

if TYPE_CHECKING:
    from lineal.receipts.manifest import Part
    from lineal.receipts.receipt import Receipt
    from lineal.receipts.record import Entry
    from lineal.receipts.snapshot import Snapshot

#: Fewer digits are those of too many.
LEAST_DIGITS: Final = 8
_DIGITS: Final = frozenset("0123456789abcdef")


def find(directory: str, id_: bytes) -> Receipt | None:
    """The receipt with this id."""
    found = consistent(directory, lambda snapshot: _ending(snapshot, id_.hex()))
    return as_receipt(found[0]) if found else None


def find_ending(directory: str, text: str) -> list[Receipt]:
    """The receipts whose id is this or ends so, oldest first; TargetError for what is no id."""
    digits = text.replace("-", "").lower()
    if not LEAST_DIGITS <= len(digits) <= 2 * BYTES or not _DIGITS.issuperset(digits):
        raise TargetError(
            f"'{text}' is not the id of a prediction, nor its last {LEAST_DIGITS} digits or more",
            hint="lineal receipts list shows ids",
        )
    found = consistent(directory, lambda snapshot: _ending(snapshot, digits))
    return [as_receipt(one) for one in sorted(found, key=lambda one: one.record.id)]


def _ending(snapshot: Snapshot, digits: str) -> list[Entry]:
    found = []
    for part in snapshot.manifest.parts:
        if _may_have(part, digits):
            found += _in_part(snapshot.directory, part, digits)
    if snapshot.segments:
        from lineal.receipts.seeking import entries_ending  # deferred: msgspec, 30 ms

        for segment in snapshot.segments:
            found += entries_ending(segment.data, segment.name, digits)
    return found


def _may_have(part: Part, digits: str) -> bool:
    return len(digits) < 2 * BYTES or part.low <= digits <= part.high


def _in_part(directory: str, part: Part, digits: str) -> list[Entry]:
    rows = tails.rows_with(read_tails(directory, part), tail(bytes.fromhex(digits[-8:])))
    if not rows:
        return []
    from lineal.receipts.table import rows_at  # deferred: Parquet

    path = places.parquet(directory, part)
    entries = rows_at(read_part(directory, part), path, rows)
    return [one for one in entries if one.record.id.hex().endswith(digits)]
