"""Checks objects by their bytes, in a cache or on a remote, and brings whole ones back."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.base.errors import DataError, LinealError, RemoteDenied, RemoteMissing
from lineal.storage.algorithm import LEGACY_MD5, MD5, Algorithm
from lineal.storage.digest import make_hasher
from lineal.storage.hashing import hash_file
from lineal.storage.objects import ObjectId, is_oid, object_key
from lineal.storage.transfer.download import download
from lineal.storage.transfer.outcome import Outcome, Tally
from lineal.storage.transfer.workers import run_all

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from lineal.storage.cache import Cache
    from lineal.storage.remotes.port import Remote
    from lineal.storage.transfer.meter import Meter
    from lineal.storage.transfer.workers import Halt

_OK: Final = "ok"
_DAMAGED: Final = "damaged"
_MISSING: Final = "missing"
_PREFIX_DIGITS: Final = 2


class Verdict(NamedTuple):
    """``unknown`` could not be read; why is said with each."""

    checked: int = 0
    damaged: tuple[ObjectId, ...] = ()
    missing: tuple[ObjectId, ...] = ()
    unknown: tuple[tuple[ObjectId, str], ...] = ()


def all_objects(cache: Cache) -> Iterator[ObjectId]:
    """Everything that lies in a cache under the name of an object."""
    algorithms: tuple[Algorithm, ...] = (MD5, LEGACY_MD5)
    for algorithm in algorithms:
        root = cache.objects_dir(algorithm)
        for prefix in sorted(_names(root)):
            if len(prefix) == _PREFIX_DIGITS:
                oids = (prefix + rest for rest in sorted(_names(f"{root}/{prefix}")))
                yield from (ObjectId(oid, algorithm) for oid in oids if is_oid(oid))


def verify_cache(cache: Cache, items: Collection[ObjectId], *, jobs: int, meter: Meter) -> Verdict:
    def check(item: ObjectId, halt: Halt) -> str:
        halt.check()
        path = cache.object_path(item.oid, item.algorithm)
        if not os.path.exists(path):
            return _MISSING
        try:
            hashed = hash_file(path, item.algorithm)
        except DataError as exc:
            return str(exc)
        meter.moved(hashed.signature.size)
        return _OK if hashed.digest == item.digest else _DAMAGED

    return _judge(items, check, "verifying the cache", jobs, meter)


def verify_remote(
    remote: Remote, items: Collection[ObjectId], *, jobs: int, meter: Meter
) -> Verdict:
    """Reads every byte; what the store says about its objects is not asked."""

    def check(item: ObjectId, halt: Halt) -> str:
        hasher = make_hasher(item.algorithm)
        try:
            for piece in remote.stream(object_key(item)):
                halt.check()
                hasher.update(piece)
                meter.moved(len(piece))
        except RemoteMissing:
            return _MISSING
        except RemoteDenied:
            raise
        except LinealError as exc:
            return str(exc)
        return _OK if hasher.hexdigest() == item.digest else _DAMAGED

    return _judge(items, check, f"verifying {remote.url}", jobs, meter)


def replace_objects(
    cache: Cache, remote: Remote, items: Collection[ObjectId], *, jobs: int, meter: Meter
) -> Outcome:
    """Fetch objects whatever lies in the cache under their names."""
    tally = Tally()
    meter.begin("fetching", len(items))

    def bring(item: ObjectId, halt: Halt) -> LinealError | None:
        try:
            download(cache, remote, item, halt, meter.moved)
        except (RemoteDenied, DataError):
            raise
        except LinealError as exc:
            return exc
        return None

    def done(item: ObjectId, error: LinealError | None) -> None:
        meter.finished()
        if error is None:
            tally.success(item)
        else:
            tally.failure(item, error)

    if items:
        run_all(items, bring, min(jobs, len(items)), done, meter.tick)
    return tally.outcome()


def set_aside(cache: Cache, item: ObjectId) -> str:
    """Take a damaged object out of use without losing it; return where it is now."""
    kept = f"{cache.root}/damaged/{item.oid}"
    cache.make_parent(kept)
    with suppress(FileNotFoundError):
        os.replace(cache.object_path(item.oid, item.algorithm), kept)
    return kept


def _judge(
    items: Collection[ObjectId],
    check: Callable[[ObjectId, Halt], str],
    doing: str,
    jobs: int,
    meter: Meter,
) -> Verdict:
    found: dict[str, list[ObjectId]] = {_DAMAGED: [], _MISSING: []}
    unknown: list[tuple[ObjectId, str]] = []

    def note(item: ObjectId, result: str) -> None:
        meter.finished()
        if result in found:
            found[result].append(item)
        elif result != _OK:
            unknown.append((item, result))

    meter.begin(doing, len(items))
    if items:
        run_all(items, check, min(jobs, len(items)), note, meter.tick)
    return Verdict(
        len(items), tuple(sorted(found[_DAMAGED])), tuple(sorted(found[_MISSING])), tuple(unknown)
    )


def _names(directory: str) -> list[str]:
    try:
        return os.listdir(directory)
    except OSError:
        return []
