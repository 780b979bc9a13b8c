"""Brings the data behind a URL into the cache, and says what it was.

If the source has something else at the end than at the beginning, what came is of no moment in
time: it is brought again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from lineal.base.errors import DataError, StageError
from lineal.pipeline.external.arrival import Arrivals, NotAsAnnouncedError, take_version
from lineal.pipeline.external.identity import UrlSeen
from lineal.pipeline.external.look import Found, find, hashed, observation_seen
from lineal.pipeline.external.side_by_side import Pace, side_by_side
from lineal.pipeline.external.sink import CacheSink, take_directory
from lineal.pipeline.external.source import LOCAL, Source, Wanted, open_source
from lineal.storage.store import store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lineal.pipeline.external.sink import Sink
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.receiving import Received
    from lineal.storage.remotes.port import Info
    from lineal.storage.transfer.workers import Halt

T = TypeVar("T")

_ATTEMPTS: Final = 3


class Brought(NamedTuple):
    """``dep`` is what the URL is recorded as, ``out`` the measures of what is in the cache."""

    dep: UrlSeen
    out: dict[str, object]


def bring(ws: Workspace, want: Wanted, pace: Pace) -> Brought:
    with open_source(ws.config, want) as source:
        if source.scheme == LOCAL:
            return bring_folder(ws, source.path, want.url)
        return bring_to(CacheSink(ws.cache), source, pace)


def bring_folder(ws: Workspace, path: str, spelled: str) -> Brought:
    """From this machine; what a file may execute is not data."""
    if ws.observer.observe(path) is None:
        raise no_such(spelled)
    kept = observation_seen(store(path, ws.observer, ws.cache, relink=False))
    return Brought(kept, {key: value for key, value in kept.raw.items() if key != "isexec"})


def bring_versions(ws: Workspace, want: Wanted, recorded: Mapping[str, Any], pace: Pace) -> Brought:
    """What a URL held when it was recorded, which a cloud that keeps versions still has."""
    with open_source(ws.config, want) as source:
        sink = CacheSink(ws.cache)
        files = recorded.get("files")
        entries = [recorded] if files is None else files

        def take(entry: dict[str, Any], halt: Halt) -> Received:
            key = f"{source.key}/{entry['relpath']}".lstrip("/") if files else source.key
            return take_version(sink, source, key, entry, halt, pace.meter)

        received = _all(entries, take, source, pace)
        names = None if files is None else [str(entry["relpath"]) for entry in files]
        return Brought(UrlSeen("", recorded), _measures(sink, names, received))


def bring_to(sink: Sink, source: Source, pace: Pace) -> Brought:
    arrivals = Arrivals(sink, source, pace.meter)

    def take(item: tuple[str, Info], halt: Halt) -> Received:
        return arrivals.take(item[1], halt)

    before = find(source, read=False)
    for _ in range(_ATTEMPTS):
        if before is None:
            raise no_such(source.url)
        fault: NotAsAnnouncedError | None = None
        received: list[Received] = []
        try:
            received = _all(before.files, take, source, pace)
        except NotAsAnnouncedError as exc:
            fault = exc
        after = find(source, read=False)
        if after is not None and after.seen.oid == before.seen.oid:
            if fault is not None:
                raise DataError(
                    f"'{source.url}' did not arrive whole: {fault}", hint="try again"
                ) from fault
            return _brought(sink, source, after, received)
        before = after
    raise DataError(
        f"'{source.url}' keeps changing while it is downloaded",
        hint="wait until whoever writes it is done",
    )


def no_such(spelled: str) -> StageError:
    return StageError(
        f"dependency '{spelled}' does not exist",
        hint="check the URL, and that these credentials may see it",
    )


def _all(
    items: Sequence[T], take: Callable[[T, Halt], Received], source: Source, pace: Pace
) -> list[Received]:
    pace.meter.begin("downloading", len(items))
    try:
        return side_by_side(items, take, pace.jobs or source.remote.jobs, pace.meter)
    finally:
        pace.meter.end()


def _brought(sink: Sink, source: Source, found: Found, received: list[Received]) -> Brought:
    names = [name for name, _ in found.files] if found.is_dir else None
    seen = hashed(source, found, [got.oid for got in received])
    return Brought(seen, _measures(sink, names, received))


def _measures(
    sink: Sink, names: list[str] | None, received: Sequence[Received]
) -> dict[str, object]:
    """``names`` is None for a single file."""
    if names is None:
        return {"md5": received[0].oid, "size": received[0].size}
    members = [(name, got.oid) for name, got in zip(names, received, strict=True)]
    return take_directory(sink, members, sum(got.size for got in received))
