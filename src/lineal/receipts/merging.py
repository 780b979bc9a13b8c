"""Many small parts of a day become few: a worker that writes little makes many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lineal.receipts import places
from lineal.receipts.building import build_parts, prefix_of
from lineal.receipts.committing import announce, commit
from lineal.receipts.manifest import Replaced
from lineal.receipts.parts import read_part
from lineal.receipts.table import all_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.receipts.manifest import Manifest, Part

#: What a merged part may take, and its inputs uncompressed: they are in memory while it is made.
MOST_BYTES: Final = 16 << 20
MOST_INPUTS: Final = 64 << 20


def merge(directory: str, manifest: Manifest, part_rows: int, merge_at: int) -> int:
    """How many parts went into others. Each group is one commit."""
    merged = 0
    for group in groups(manifest.parts, part_rows, merge_at):
        entries = [
            entry
            for part in group
            for entry in all_rows(read_part(directory, part), places.parquet(directory, part))
        ]
        prefix = prefix_of(part.name for part in group)
        manifest = announce(directory, manifest, prefix)
        built = build_parts(directory, entries, prefix, part_rows)
        kept = tuple(part for part in manifest.parts if part not in group)
        replaced = tuple(Replaced(part.day, part.name) for part in group)
        manifest = commit(directory, manifest._replace(parts=(*kept, *built), replaced=replaced))
        merged += len(group)
    return merged


def groups(parts: Iterable[Part], part_rows: int, merge_at: int) -> list[tuple[Part, ...]]:
    """What is to become one: of one day, small, and enough of them to be worth it."""
    days: dict[str, list[Part]] = {}
    for part in parts:
        if _takes(part) < 1 / 2 and part.rows < part_rows // 2:
            days.setdefault(part.day, []).append(part)
    return [
        group
        for _, small in sorted(days.items())
        if len(small) >= merge_at
        for group in _filled(sorted(small, key=lambda part: part.low), part_rows)
        if len(group) > 1
    ]


def _filled(small: list[Part], part_rows: int) -> Iterator[tuple[Part, ...]]:
    """One after the other, until one part would be full."""
    group: list[Part] = []
    for part in small:
        together = [*group, part]
        if group and (sum(one.rows for one in together) > part_rows or _takes(*together) > 1):
            yield tuple(group)
            group = []
        group.append(part)
    yield tuple(group)


def _takes(*parts: Part) -> float:
    """The share of what one part may take, on the disk or in memory."""
    size, inputs = sum(one.size for one in parts), sum(one.inputs for one in parts)
    return max(size / MOST_BYTES, inputs / MOST_INPUTS)
