"""Segments become Parquet, a day each, exactly once.

Parts are written first, under names made of the segments they come from; nobody reads them. Then
the manifest is swapped, which names the parts and the segments at once. Then the segments go.
A compaction that is killed anywhere in between leaves what the next one sweeps away.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from time import time
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.base.errors import DataError
from lineal.receipts import places
from lineal.receipts.building import build_parts, prefix_of
from lineal.receipts.committing import announce, commit, sweep
from lineal.receipts.files import read_bounded
from lineal.receipts.locking import alone, sealed
from lineal.receipts.manifest import Damaged
from lineal.receipts.merging import merge
from lineal.receipts.parts import read_manifest
from lineal.receipts.segment import MOST_SEGMENT, decode
from lineal.receipts.snapshot import segment_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.receipts.manifest import Manifest
    from lineal.receipts.record import Entry

#: The rows of a full part: what is read, at most, to find one of them.
PART_ROWS: Final = 65_536
#: So many parts of a day that are less than half full become one.
MERGE_AT: Final = 8
# What is taken over in one go, so that memory and open files have a bound.
_GO_BYTES: Final = 32 << 20
_GO_FILES: Final = 128


class Compacted(NamedTuple):
    """What one call did. ``living`` segments are still written to, and were left alone."""

    segments: int = 0
    rows: int = 0
    merged: int = 0
    living: int = 0
    damaged: tuple[Damaged, ...] = ()


def compact(directory: str, *, part_rows: int = PART_ROWS, merge_at: int = MERGE_AT) -> Compacted:
    """Take over all sealed segments, then merge small parts. BusyError while another does."""
    done = Compacted()
    with alone(directory):
        manifest = read_manifest(directory)
        sweep(directory, manifest, time())
        for names in _goes(directory):
            with ExitStack() as locks:
                mine = [name for name in names if sealed(directory, name, locks)]
                manifest, rows = _take_over(directory, manifest, mine, part_rows)
            done = done._replace(
                segments=done.segments + len(mine),
                rows=done.rows + rows,
                living=done.living + len(names) - len(mine),
                damaged=(*done.damaged, *(one for one in manifest.damaged if one.name in mine)),
            )
        merged = merge(directory, manifest, part_rows, merge_at)
    return done._replace(merged=merged)


def _goes(directory: str) -> Iterator[list[str]]:
    go: list[str] = []
    total = 0
    for name in segment_names(directory):
        try:
            size = os.stat(places.segment(directory, name)).st_size
        except FileNotFoundError:
            continue
        if go and (total + size > _GO_BYTES or len(go) == _GO_FILES):
            yield go
            go, total = [], 0
        go.append(name)
        total += size
    if go:
        yield go


def _take_over(
    directory: str, manifest: Manifest, names: Sequence[str], part_rows: int
) -> tuple[Manifest, int]:
    """One commit for these segments: the manifest after it, and how many rows it added."""
    if not names:
        return manifest, 0
    entries: list[Entry] = []
    damaged: list[Damaged] = []
    for name in names:
        found, lost = _content(directory, name)
        entries += found
        if lost:
            damaged.append(Damaged(name, lost))
    prefix = prefix_of(names)
    manifest = announce(directory, manifest, prefix)
    parts = build_parts(directory, entries, prefix, part_rows)
    following = manifest._replace(
        parts=(*manifest.parts, *parts),
        segments=tuple(names),
        damaged=(*manifest.damaged, *damaged),
    )
    return commit(directory, following), len(entries)


def _content(directory: str, name: str) -> tuple[list[Entry], int]:
    """What a segment holds, and how many of its bytes are damaged."""
    path = places.segment(directory, name)
    data = read_bounded(path, MOST_SEGMENT)
    if data is None:
        raise DataError(f"{path} is gone, though it was locked", hint="lineal receipts info")
    try:
        content = decode(data, path)
    except DataError:
        return [], len(data)
    return list(content.entries()), sum(one.size for one in content.damages)
