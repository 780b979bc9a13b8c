"""Parquet files of entries: by day, sorted by id, none larger than asked. Nobody reads them yet."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zlib import crc32

from lineal.receipts import places, tails
from lineal.receipts.days import day_of
from lineal.receipts.files import write_synced
from lineal.receipts.manifest import Part
from lineal.receipts.table import encode
from lineal.receipts.tally import tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.receipts.record import Entry

_DIGITS = 16


def prefix_of(sources: Iterable[str]) -> str:
    """How the names of parts start that are made of these segments or parts."""
    return _digits(",".join(sorted(sources)))


def build_parts(
    directory: str, entries: Iterable[Entry], prefix: str, part_rows: int
) -> list[Part]:
    """Write the parts, under names that start so: done again, they are the same."""
    days: dict[str, list[Entry]] = {}
    for one in entries:
        days.setdefault(day_of(one.record.id), []).append(one)
    parts = []
    for day, of_day in sorted(days.items()):
        of_day.sort(key=lambda one: one.record.id)
        for start in range(0, len(of_day), part_rows):
            name = f"{prefix}{_digits(f'{day} {start}')}"
            parts.append(_build(directory, name, day, of_day[start : start + part_rows]))
    return parts


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _build(directory: str, name: str, day: str, entries: Sequence[Entry]) -> Part:
    data = encode(entries)
    ids = [one.record.id for one in entries]
    last_digits = tails.encode(ids)
    part = Part(
        name,
        day,
        len(entries),
        len(data),
        hashlib.sha256(data).hexdigest(),
        crc32(last_digits),
        ids[0].hex(),
        ids[-1].hex(),
        tuple(tally(entries, day)),
        sum(len(entry.record.inputs) for entry in entries),
    )
    write_synced(places.parquet(directory, part), data)
    write_synced(places.tails(directory, part), last_digits)
    return part
