"""A run was mirrored into another system of records: where it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

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


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
