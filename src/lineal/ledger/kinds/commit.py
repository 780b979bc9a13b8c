"""A commit of the project, and which recorded results were current in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from lineal.ledger.rows import CommitRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "commit"


class CommitPayload(TypedDict, total=False):
    """``entries`` are digests of lock entries by the address of their stage, as in executions."""

    commit: str
    parents: list[str]
    author: str
    committed: int
    subject: str
    entries: dict[str, str]


def rows(payload: Mapping[str, Any]) -> Iterator[Row]:
    yield CommitRow(
        commit=payload["commit"],
        author=payload.get("author", ""),
        committed=payload.get("committed", 0),
        subject=payload.get("subject", ""),
        entries=tuple(bytes.fromhex(entry) for entry in payload.get("entries", {}).values()),
    )
