"""A redaction: the payload of another fact was removed, by whom and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "redaction"


class RedactionPayload(TypedDict, total=False):
    """``fact`` is the id of what was redacted; ``digest`` is the salted one that stays.

    ``texts`` are the SHA-256 of kept texts that were removed, with a fact or without.
    """

    fact: str
    digest: str
    texts: list[str]
    author: str
    reason: str


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
