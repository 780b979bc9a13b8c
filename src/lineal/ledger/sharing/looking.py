"""Whether there is anything to do at all, found out with one request and without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lineal.ledger.sharing.heads import remote_heads
from lineal.ledger.sharing.memory import mark_of, recall, remember

if TYPE_CHECKING:
    from lineal.storage.remotes.port import Remote

Direction = Literal["pulled", "pushed"]


class Look:
    """What the remote has now, beside what it was seen to have."""

    __slots__ = ("_directory", "_place", "_url", "heads")

    def __init__(self, place: str, directory: str, remote: Remote) -> None:
        self._place = place
        self._directory = directory
        self._url = remote.url
        self.heads = remote_heads(remote)

    def is_done(self, direction: Direction) -> bool:
        """The remote is as it was, and so is the database."""
        memory = recall(self._directory, self._url)
        mark = mark_of(self._place, self._directory)
        known = memory.pulled if direction == "pulled" else memory.pushed
        return mark is not None and mark == known and memory.heads == self.heads

    def note(self, direction: Direction) -> None:
        """To be called when all was done, and the database is closed."""
        memory = recall(self._directory, self._url)
        mark = mark_of(self._place, self._directory)
        if direction == "pulled":
            now = memory._replace(pulled=mark)
        else:
            now = memory._replace(pushed=mark)
        if now != memory:
            remember(self._directory, self._url, now)
