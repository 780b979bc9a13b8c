"""Objects from a remote into the cache: what is not here, directories' lists first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import LinealError, RemoteDenied, RemoteMissing
from lineal.storage.objects import ObjectId, object_key
from lineal.storage.transfer.arrival import partial_path, sweep
from lineal.storage.transfer.download import download
from lineal.storage.transfer.lanes import lanes
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.outcome import Failure, Outcome, Tally
from lineal.storage.transfer.presence import present
from lineal.storage.transfer.workers import run_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lineal.storage.algorithm import Algorithm
    from lineal.storage.cache import Cache
    from lineal.storage.remotes.port import Remote
    from lineal.storage.transfer.workers import Halt


def fetch_objects(
    cache: Cache,
    remote: Remote,
    wanted: Iterable[ObjectId],
    *,
    jobs: int | None = None,
    meter: Meter | None = None,
    lacking: list[ObjectId] | None = None,
) -> Outcome:
    """Bring everything that is not in the cache, members of directories included.

    ``lacking`` saves looking, for who knows already which files are not here.
    """
    meter = meter or Meter()
    jobs = jobs or remote.jobs
    wanted = list(dict.fromkeys(wanted))
    try:
        lists = fetch_lists(cache, remote, wanted, jobs=jobs, meter=meter)
        if lacking is None or lists.moved:
            lacking = absent(cache, wanted)
        files = _bring(cache, remote, lacking, jobs, meter)
        return lists.plus(_with_broken_promises(cache, remote, wanted, files, jobs))
    finally:
        meter.end()


def fetch_lists(
    cache: Cache, remote: Remote, wanted: Collection[ObjectId], *, jobs: int, meter: Meter
) -> Outcome:
    """Only the lists of directories, which say what else is wanted."""
    lists = [item for item in wanted if item.is_tree and not cache.has(item.oid, item.algorithm)]
    return _bring(cache, remote, lists, jobs, meter)


def absent(cache: Cache, wanted: Iterable[ObjectId]) -> list[ObjectId]:
    """Each missing file once; lists that are missing have been tried already."""
    files: dict[Algorithm, dict[str, None]] = {}
    for item in wanted:
        oids = cache.digests(item.oid, item.algorithm) if item.is_tree else [item.oid]
        files.setdefault(item.algorithm, {}).update(dict.fromkeys(oids or ()))
    return [
        ObjectId(oid, algorithm)
        for algorithm, oids in files.items()
        for oid in cache.lacking(oids, algorithm)
    ]


def contents(cache: Cache, item: ObjectId) -> Iterable[ObjectId]:
    """The object itself, or the members of a directory whose list is here."""
    if not item.is_tree:
        return (item,)
    tree = cache.read_tree(item.oid, item.algorithm)
    if tree is None:
        return ()
    return (ObjectId(digest, item.algorithm) for _, digest in tree.members)


def _with_broken_promises(
    cache: Cache, remote: Remote, wanted: Collection[ObjectId], files: Outcome, jobs: int
) -> Outcome:
    """A file that is nowhere is missing; one whose directory is there is a failure."""
    nowhere = set(files.missing)
    if not nowhere:
        return files
    trees = [
        item for item in wanted if item.is_tree and not nowhere.isdisjoint(contents(cache, item))
    ]
    there = present(remote, trees, jobs, Meter())
    promised = {member for tree in there for member in contents(cache, tree)}
    broken = tuple(
        Failure(item, _broken_promise(remote)) for item in files.missing if item in promised
    )
    missing = tuple(item for item in files.missing if item not in promised)
    return files._replace(failed=files.failed + broken, missing=missing)


def _broken_promise(remote: Remote) -> RemoteMissing:
    return RemoteMissing(
        f"{remote.url} has the list of the directory, but not this file",
        hint="lineal push --check, from where the file is",
    )


def _size(remote: Remote, item: ObjectId) -> int | None:
    info = remote.head(object_key(item))
    return None if info is None else info.size


def _bring(cache: Cache, remote: Remote, items: list[ObjectId], jobs: int, meter: Meter) -> Outcome:
    if not items:
        return Outcome()
    begun = {
        path for algorithm in {item.algorithm for item in items} for path in sweep(cache, algorithm)
    }
    meter.begin("fetching", len(items))
    tally = Tally()

    def work(item: ObjectId, halt: Halt) -> LinealError | None:
        try:
            is_begun = partial_path(cache, item) in begun
            download(cache, remote, item, halt, meter.moved, is_begun=is_begun)
        except RemoteDenied:
            # Nothing else would be given to us either.
            raise
        except LinealError as exc:
            if exc.code == "data":
                raise  # the cache itself refuses
            return exc
        return None

    def done(item: ObjectId, error: LinealError | None) -> None:
        meter.finished()
        if error is None:
            tally.success(item)
        elif isinstance(error, RemoteMissing):
            tally.missing.append(item)
        else:
            tally.failure(item, error)

    for lane in lanes(remote, items, jobs, lambda item: _size(remote, item)):
        run_all(lane.items, work, min(lane.jobs, len(lane.items)), done, meter.tick)
    return tally.outcome()
