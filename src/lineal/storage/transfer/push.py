"""Objects from the cache to a remote: what it does not have, directories' lists last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError, RemoteDenied
from lineal.storage.objects import FILES, ObjectId, object_key
from lineal.storage.transfer.fetch import contents
from lineal.storage.transfer.lanes import lanes
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.outcome import Outcome, Tally
from lineal.storage.transfer.presence import listed, present
from lineal.storage.transfer.upload import Uploader
from lineal.storage.transfer.workers import run_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.storage.cache import Cache
    from lineal.storage.remotes.port import Remote
    from lineal.storage.transfer.known import KnownTrees
    from lineal.storage.transfer.workers import Halt


class There(NamedTuple):
    """What a remote has of what is wanted: ``absent`` files, and ``lists`` of directories.

    ``unreadable`` directories are on neither side as far as can be said: nobody has the list.
    """

    absent: tuple[ObjectId, ...]
    lists: tuple[ObjectId, ...]
    unreadable: tuple[ObjectId, ...] = ()
    confirmed: tuple[ObjectId, ...] = ()


def push_objects(
    cache: Cache,
    remote: Remote,
    wanted: Iterable[ObjectId],
    known: KnownTrees,
    *,
    jobs: int | None = None,
    check: bool = False,
    meter: Meter | None = None,
) -> Outcome:
    """Send what is not there; with ``check`` everything is compared with the remote's lists."""
    meter = meter or Meter()
    jobs = jobs or remote.jobs
    try:
        there = missing_in_remote(cache, remote, wanted, known, jobs=jobs, check=check, meter=meter)
        sent = _send(cache, remote, there.absent, jobs, meter)
        unsent = {*sent.missing, *(failure.item for failure in sent.failed)}
        complete = [item for item in there.lists if unsent.isdisjoint(contents(cache, item))]
        lists = _send(cache, remote, complete, jobs, meter)
        known.note((*there.confirmed, *lists.moved))
        return sent.plus(lists).plus(Outcome(missing=there.unreadable))
    finally:
        meter.end()


def missing_in_remote(
    cache: Cache,
    remote: Remote,
    wanted: Iterable[ObjectId],
    known: KnownTrees,
    *,
    jobs: int | None = None,
    check: bool = False,
    meter: Meter | None = None,
) -> There:
    """The lists of directories and single files are always asked for; a list proves its members."""
    meter = meter or Meter()
    jobs = jobs or remote.jobs
    wanted = list(dict.fromkeys(wanted))
    if check:
        return _compared(cache, remote, wanted, jobs, meter)
    confirmed = present(remote, wanted, jobs, meter)
    if any(item in known for item in wanted if item.is_tree and item not in confirmed):
        known.forget()
    absent = [item for item in wanted if item not in confirmed]
    lists = [item for item in absent if item.is_tree]
    readable = [item for item in lists if cache.has(item.oid, item.algorithm)]
    files = dict.fromkeys(item for item in absent if not item.is_tree)
    members = _unique(cache, readable)
    if members:
        proven = _proven(cache, remote, confirmed, known, jobs, meter)
        unknown = [item for item in members if item not in proven and item not in files]
        there = present(remote, unknown, jobs, meter)
        files.update(dict.fromkeys(item for item in unknown if item not in there))
    return There(
        tuple(files),
        tuple(readable),
        tuple(item for item in lists if item not in readable),
        tuple(item for item in wanted if item.is_tree and item in confirmed),
    )


def _proven(
    cache: Cache,
    remote: Remote,
    confirmed: set[ObjectId],
    known: KnownTrees,
    jobs: int,
    meter: Meter,
) -> set[ObjectId]:
    """Members of directories that are there, those of earlier pushes included."""
    trees = [item for item in confirmed if item.is_tree]
    earlier = [item for item in known.besides(confirmed) if cache.has(item.oid, item.algorithm)]
    still_there = present(remote, earlier, jobs, meter)
    if len(still_there) < len(earlier):
        known.forget()
    proven = {item for item in confirmed if not item.is_tree}
    proven.update(_unique(cache, [*trees, *still_there]))
    return proven


def _unique(cache: Cache, trees: Iterable[ObjectId]) -> dict[ObjectId, None]:
    return {member: None for tree in trees for member in contents(cache, tree)}


def _compared(
    cache: Cache, remote: Remote, wanted: Sequence[ObjectId], jobs: int, meter: Meter
) -> There:
    """Everything by name and size, whatever any list promises."""
    trees = [item for item in wanted if item.is_tree]
    files = {**_unique(cache, trees), **dict.fromkeys(i for i in wanted if not i.is_tree)}
    meter.begin(f"listing {remote.url}", 0)
    keys = {object_key(item) for item in (*files, *trees)}
    prefixes = {
        FILES + "/" if key.startswith(f"{FILES}/") else key[: key.rindex("/") + 1] for key in keys
    }
    found = listed(remote, sorted(prefixes), jobs, meter)
    sizes = {key: info.size for key, info in found.items() if key in keys}

    def is_there(item: ObjectId) -> bool:
        size = sizes.get(object_key(item))
        return size is not None and cache.size(item.oid, item.algorithm) in (None, size)

    readable = [item for item in trees if cache.has(item.oid, item.algorithm)]
    return There(
        tuple(item for item in files if not is_there(item)),
        tuple(item for item in readable if not is_there(item)),
        tuple(item for item in trees if item not in readable and not is_there(item)),
        tuple(item for item in trees if is_there(item)),
    )


def _send(
    cache: Cache, remote: Remote, items: Sequence[ObjectId], jobs: int, meter: Meter
) -> Outcome:
    if not items:
        return Outcome()
    meter.begin("pushing", len(items))
    tally = Tally()
    uploader = Uploader(cache, remote)

    def work(item: ObjectId, halt: Halt) -> LinealError | ObjectId | None:
        try:
            return item if uploader.upload(item, halt, meter.moved) else None
        except RemoteDenied:
            # Nothing else would be taken from us either.
            raise
        except LinealError as exc:
            return exc

    def done(item: ObjectId, result: LinealError | ObjectId | None) -> None:
        meter.finished()
        if isinstance(result, LinealError):
            tally.failure(item, result)
        elif result is None:
            tally.missing.append(item)
        else:
            tally.success(item)

    for lane in lanes(remote, items, jobs, lambda item: cache.size(item.oid, item.algorithm)):
        run_all(lane.items, work, min(lane.jobs, len(lane.items)), done, meter.tick)
    return tally.outcome()
