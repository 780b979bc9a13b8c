"""All receipts at one moment, while workers write and a compaction goes on.

The manifest is read before and after the segments: when it did not change, no segment went into
the table meanwhile, and none was counted twice. Nobody is kept waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from lineal.base.errors import BusyError, DataError
from lineal.receipts import places
from lineal.receipts.files import names_in, read_bounded
from lineal.receipts.manifest import NAME
from lineal.receipts.parts import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.receipts.manifest import Manifest

T = TypeVar("T")

_TRIES: Final = 50
# What `segment.MOST_SEGMENT` is; that module costs readers of the table 30 ms.
_MOST_SEGMENT: Final = 49 << 20


class OpenSegment(NamedTuple):
    """What was written so far and is not in the table."""

    name: str
    data: bytes


class Snapshot(NamedTuple):
    directory: str
    manifest: Manifest
    segments: tuple[OpenSegment, ...]


def consistent(directory: str, ask: Callable[[Snapshot], T]) -> T:
    """What ``ask`` finds at one moment. Parts that were merged away meanwhile are no error."""
    for _ in range(_TRIES):
        found = _take(directory)
        if found is None:
            continue
        try:
            return ask(found)
        except DataError:
            if read_manifest(directory).serial == found.manifest.serial:
                raise
    raise BusyError(f"{directory} changes all the time", hint="try again")


def segment_names(directory: str) -> list[str]:
    """All that are there, taken over or not."""
    names = names_in(places.wal(directory))
    stems = [name.removesuffix(places.SEGMENT) for name in names if name.endswith(places.SEGMENT)]
    return [stem for stem in stems if NAME.fullmatch(stem)]


def _take(directory: str) -> Snapshot | None:
    manifest = read_manifest(directory)
    taken = set(manifest.segments)
    segments = []
    for name in segment_names(directory):
        if name in taken:
            continue
        data = read_bounded(places.segment(directory, name), _MOST_SEGMENT)
        if data is None:
            return None
        segments.append(OpenSegment(name, data))
    if read_manifest(directory).serial != manifest.serial:
        return None
    return Snapshot(directory, manifest, tuple(segments))
