"""Every byte of the receipts against its checksum; and what was found damaged before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError
from lineal.receipts import places, tails
from lineal.receipts.files import names_in
from lineal.receipts.parts import read_part, read_tails
from lineal.receipts.snapshot import consistent
from lineal.receipts.table import all_rows

if TYPE_CHECKING:
    from lineal.receipts.manifest import Part
    from lineal.receipts.snapshot import Snapshot


class Verified(NamedTuple):
    """``problems`` are sentences that name a file."""

    parts: int
    segments: int
    rows: int
    problems: tuple[str, ...]


def verify(directory: str) -> Verified:
    """Read everything. Problems are no exceptions: all are told."""
    return consistent(directory, _verified)


def _verified(snapshot: Snapshot) -> Verified:
    from lineal.receipts.segment import decode  # deferred: msgspec, 30 ms

    problems: list[str] = []
    rows = 0
    for part in snapshot.manifest.parts:
        try:
            rows += _rows(snapshot.directory, part)
        except DataError as exc:
            problems.append(exc.message)
    for segment in snapshot.segments:
        path = places.segment(snapshot.directory, segment.name)
        try:
            content = decode(segment.data, path)
        except DataError as exc:
            problems.append(exc.message)
            continue
        rows += sum(1 for _ in content.entries())
        problems += [
            f"{path} is damaged: {one.size:,} bytes from byte {one.at:,} do not fit their checksum"
            for one in content.damages
        ]
    problems += [
        f"{places.damaged(snapshot.directory, one.name)} was damaged when it was compacted:"
        f" {one.lost_bytes:,} bytes of it are not in the table"
        for one in snapshot.manifest.damaged
    ]
    problems += _strangers(snapshot)
    return Verified(len(snapshot.manifest.parts), len(snapshot.segments), rows, tuple(problems))


def _strangers(snapshot: Snapshot) -> list[str]:
    """Parquet files that others would read, and we do not: say of a manifest from a backup."""
    manifest, table = snapshot.manifest, places.table(snapshot.directory)
    named = {places.parquet(snapshot.directory, part) for part in manifest.parts}
    return [
        f"{table}/{day}/{name} is not in parts.json: its receipts are not read"
        for day in names_in(table)
        for name in names_in(f"{table}/{day}")
        if f"{table}/{day}/{name}" not in named
        and not (manifest.building and name.startswith(manifest.building))
    ]


def _rows(directory: str, part: Part) -> int:
    path = places.parquet(directory, part)
    data = read_part(directory, part)
    ids = [entry.record.id for entry in all_rows(data, path)]
    if len(ids) != part.rows or tails.encode(ids) != read_tails(directory, part):
        raise DataError(f"{path} does not hold the rows that it is to hold")
    return len(ids)
