"""A run was mirrored into another system of records: where it is there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypedDict

from lineal.base.ids import RANDOM_BYTES, make_id, micros_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "mirrored"


class MirroredPayload(TypedDict, total=False):
    """``run`` is ours; ``system`` is the other's name, ``id`` its name for the run there."""

    run: str
    system: str
    id: str
    url: str


def fact_id(run: bytes, nth: int) -> bytes:
    """Of the first, second, … place where a run is: found from the run, without an index."""
    seed = hashlib.sha256(b"mirrored %d %b" % (nth, run)).digest()
    return make_id(micros_of(run), seed[:RANDOM_BYTES])


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
