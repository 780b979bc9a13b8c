"""One object from a remote into the cache: verified on arrival, never kept when it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lineal.base.errors import RemoteError, RemoteMissing
from lineal.storage.objects import object_key
from lineal.storage.transfer.arrival import Arrival, land

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lineal.storage.cache import Cache
    from lineal.storage.objects import ObjectId
    from lineal.storage.remotes.port import Remote
    from lineal.storage.transfer.workers import Halt

#: What is at most held in memory, by each worker.
SMALL: Final = 1 << 20
_RANGE: Final = 1 << 23
_ATTEMPTS: Final = 3


def download(
    cache: Cache,
    remote: Remote,
    item: ObjectId,
    halt: Halt,
    received: Callable[[int], None],
    *,
    is_begun: bool = False,
) -> None:
    """``is_begun`` means that a part of it is here already.

    Raises `RemoteMissing` when there is no such object, `RemoteError` when it is damaged.
    """
    if is_begun and _into_file(cache, remote, item, halt, received):
        return
    for _ in range(_ATTEMPTS):
        if _attempt(cache, remote, item, halt, received):
            return
    raise RemoteError(
        f"object {item.oid} on {remote.url} is damaged: its bytes do not match its name",
        hint="push it again from a place that has it: lineal verify --remote there, then"
        " lineal push",
    )


def _attempt(
    cache: Cache, remote: Remote, item: ObjectId, halt: Halt, received: Callable[[int], None]
) -> bool:
    pieces = _counted(remote.stream(object_key(item)), halt, received)
    start, is_all = _beginning(pieces)
    if is_all is None:
        # Cut off within the first megabyte; the adapter does not try a body again.
        start, is_all = remote.read(object_key(item)), True
    if is_all:
        return land(cache, item, start)
    return _into_file(cache, remote, item, halt, received, start, pieces)


def _into_file(
    cache: Cache,
    remote: Remote,
    item: ObjectId,
    halt: Halt,
    received: Callable[[int], None],
    start: bytes = b"",
    pieces: Iterator[bytes] | None = None,
) -> bool:
    arrival = Arrival(cache, item)
    try:
        if pieces is not None and arrival.size == 0:
            _flow(arrival, start, pieces)
        _complete(arrival, remote, item, halt, received)
        return arrival.settle()
    finally:
        arrival.close()


def _flow(arrival: Arrival, start: bytes, pieces: Iterator[bytes]) -> None:
    """As far as it goes: what is cut off is completed by ranges."""
    arrival.append(start)
    try:
        for piece in pieces:
            arrival.append(piece)
    except RemoteMissing:
        raise
    except RemoteError:
        return


def _complete(
    arrival: Arrival, remote: Remote, item: ObjectId, halt: Halt, received: Callable[[int], None]
) -> None:
    key = object_key(item)
    info = remote.head(key)
    if info is None:
        raise RemoteMissing(f"{remote.url} has no object {item.oid}")
    while arrival.size < info.size:
        halt.check()
        data = remote.read_range(key, arrival.size, min(_RANGE, info.size - arrival.size))
        if not data:
            raise RemoteError(
                f"{remote.url} sends object {item.oid} only in part",
                hint="the same command goes on where it stopped",
            )
        received(len(data))
        arrival.append(data)


def _counted(
    pieces: Iterator[bytes], halt: Halt, received: Callable[[int], None]
) -> Iterator[bytes]:
    for piece in pieces:
        halt.check()
        received(len(piece))
        yield piece


def _beginning(pieces: Iterator[bytes]) -> tuple[bytes, bool | None]:
    """What comes first, and whether that is all; None when it breaks off."""
    held: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size > SMALL:
                return b"".join(held), False
    except RemoteError:
        if not held:
            raise
        return b"", None
    return b"".join(held), True
