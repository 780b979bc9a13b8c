"""Reading from a remote no more than there should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import LedgerError

if TYPE_CHECKING:
    from lineal.storage.remotes.port import Remote


def read_bounded(remote: Remote, key: str, most: int) -> bytes:
    pieces = []
    size = 0
    for piece in remote.stream(key):
        size += len(piece)
        if size > most:
            raise LedgerError(
                f"{remote.url}: {key} is larger than anything Lineal would have put there",
                hint="look at what it is; if it is nobody's, remove it",
            )
        pieces.append(piece)
    return b"".join(pieces)
