"""What a directory holds. Kept, because caches are collected and the question stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from lineal.ledger.rows import ListingRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "listing"


class ListingPayload(TypedDict, total=False):
    """Paths below the directory to object ids; against ``base``, or everything without one.

    A changed file is both removed and added.
    """

    oid: str
    base: str | None
    added: dict[str, str]
    removed: dict[str, str]


def rows(payload: Mapping[str, Any]) -> Iterator[Row]:
    yield ListingRow(
        oid=payload["oid"],
        base=payload.get("base"),
        added=tuple(payload.get("added", {}).items()),
        removed=tuple(payload.get("removed", {}).items()),
    )
