"""A move of an alias, or one that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from lineal.ledger.rows import AliasRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "alias"

# What came of it.
MOVED, REFUSED = "moved", "refused"
# Which verb it was.
PROMOTE, ROLLBACK = "promote", "rollback"


class AliasPayload(TypedDict, total=False):
    """``number`` and ``bundle`` are of the version it is to point at, ``before`` of the one it did.

    ``why`` are the checks that refused it, as sentences.
    """

    model: str
    alias: str
    verb: str
    outcome: str
    number: int
    bundle: str
    before: dict[str, Any] | None
    reason: str
    why: list[str]


def rows(payload: Mapping[str, Any]) -> Iterator[Row]:
    yield AliasRow(
        model=payload["model"],
        alias=payload["alias"],
        verb=payload["verb"],
        outcome=payload["outcome"],
        number=payload["number"],
        bundle=bytes.fromhex(payload["bundle"]),
    )
