"""A commit of the project, and which recorded results it brought.

Only those that its first parent does not have: a project of thousands of data files would
otherwise say all of them with each commit. From a result on, Git knows which commits contain it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from lineal.ledger.rows import CommitRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "commit"


class CommitPayload(TypedDict, total=False):
    """``entries`` are digests of lock entries by the address of their stage, as in executions.

    ``gone`` are the addresses whose stage or data it removed. ``author`` is an address of mail,
    ``name`` what people call them; ``committed`` is in microseconds.
    """

    commit: str
    parents: list[str]
    author: str
    name: str
    committed: int
    subject: str
    entries: dict[str, str]
    gone: list[str]


def rows(payload: Mapping[str, Any]) -> Iterator[Row]:
    yield CommitRow(
        commit=payload["commit"],
        author=payload.get("author", ""),
        committed=payload.get("committed", 0),
        subject=payload.get("subject", ""),
        entries=tuple(bytes.fromhex(entry) for entry in payload.get("entries", {}).values()),
    )
