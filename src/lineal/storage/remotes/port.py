"""The seam to remotes: bytes under keys, and nothing about caches, objects or stages.

Calls block and may come from many threads at once: an adapter is thread-safe. Keys are
relative to the remote's URL, with ``/`` between names. Retrying what is worth it (a refused
connection, 500, 503) is the adapter's; judging whether bytes are the right ones is the
caller's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Info(NamedTuple):
    """What a remote says of one key. ``etag`` comes without quotes."""

    key: str
    size: int
    etag: str | None = None
    version_id: str | None = None
    modified: float | None = None


class Remote(Protocol):
    """One opened remote. Every method raises `RemoteError` for what cannot be had."""

    @property
    def url(self) -> str:
        """For people: without user, password or token."""

    @property
    def jobs(self) -> int:
        """How many calls at once suit this remote."""

    @property
    def waits(self) -> bool:
        """Whether calls mostly wait for another machine, so that many at once are quicker."""

    def head(self, key: str) -> Info | None:
        """None when there is no such key."""

    def list(self, prefix: str = "") -> Iterator[Info]:
        """Everything below a directory-like prefix, in no particular order, as it arrives."""

    def read(self, key: str) -> bytes:
        """All of a small object; `RemoteMissing` when there is none."""

    def read_range(self, key: str, start: int, length: int) -> bytes:
        """Exactly these bytes, fewer only at the end of the object."""

    def stream(self, key: str) -> Iterator[bytes]:
        """All of an object in pieces; an end before the announced size is an error."""

    def write(self, key: str, data: bytes) -> Info:
        """All of a small object, visible at once and complete or not at all."""

    def upload(self, key: str, path: str, sent: Callable[[int], None] | None = None) -> Info:
        """A file of any size, in bounded memory; visible at once and complete or not at all."""

    def remove(self, keys: Iterable[str]) -> None:
        """Keys that are not there are no error."""

    def close(self) -> None:
        """Let go of connections."""
