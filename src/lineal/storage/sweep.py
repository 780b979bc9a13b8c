"""Objects that nothing needs, in a cache and on a remote: finding them and removing them.

What is needed is for the caller to say. Only what is named like an object is ever looked at:
the run cache, half-finished downloads and other people's files are not.
"""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.storage.cache import cache_error
from lineal.storage.objects import ObjectId, is_oid, object_key, object_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lineal.storage.algorithm import Algorithm
    from lineal.storage.cache import Cache
    from lineal.storage.remotes.port import Remote

    Needed = Mapping[Algorithm, set[str]]

#: So many keys go into one request to remove them.
BATCH: Final = 1000
_PREFIX_DIGITS: Final = 2


class Found(NamedTuple):
    """One object and its size in bytes."""

    item: ObjectId
    size: int


def unneeded_in_cache(cache: Cache, algorithm: Algorithm, needed: Needed) -> list[Found]:
    root = cache.objects_dir(algorithm)
    keep = needed.get(algorithm, set())
    found: list[Found] = []
    try:
        for prefix in sorted(_prefixes(root)):
            with os.scandir(f"{root}/{prefix}") as entries:
                found.extend(_unneeded(prefix, entries, algorithm, keep))
    except OSError as exc:
        raise cache_error(exc.filename or root, exc) from exc
    return found


def unneeded_on_remote(
    remote: Remote, needed: Needed, tick: Callable[[], None] = lambda: None
) -> list[Found]:
    """Everything below the URL of the remote is listed, once."""
    found: list[Found] = []
    for info in remote.list():
        tick()
        item = object_of(info.key)
        if item is not None and _is_ours(item.oid) and item.oid not in needed[item.algorithm]:
            found.append(Found(item, info.size))
    return found


def remove_from_cache(cache: Cache, doomed: Iterable[Found]) -> None:
    """Lists before files: what is left of a killed process names nothing that is gone."""
    for one in lists_first(doomed):
        path = cache.object_path(one.item.oid, one.item.algorithm)
        try:
            os.unlink(path)
        except FileNotFoundError:
            continue
        except OSError as exc:
            raise cache_error(path, exc) from exc


def remove_from_remote(
    remote: Remote, doomed: Iterable[Found], removed: Callable[[int], None] = lambda _: None
) -> None:
    """In requests of many keys, lists before files."""
    keys = (object_key(one.item) for one in lists_first(doomed))
    while batch := list(islice(keys, BATCH)):
        remote.remove(batch)
        removed(len(batch))


def lists_first(doomed: Iterable[Found]) -> list[Found]:
    return sorted(doomed, key=lambda one: (not one.item.is_tree, one.item.oid))


def _prefixes(root: str) -> Iterator[str]:
    try:
        names = os.listdir(root)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        if len(name) == _PREFIX_DIGITS and os.path.isdir(f"{root}/{name}"):
            yield name


def _unneeded(
    prefix: str, entries: Iterable[os.DirEntry[str]], algorithm: Algorithm, keep: set[str]
) -> Iterator[Found]:
    for entry in entries:
        oid = prefix + entry.name
        if oid not in keep and _is_ours(oid) and entry.is_file(follow_symlinks=False):
            yield Found(ObjectId(oid, algorithm), entry.stat(follow_symlinks=False).st_size)


def _is_ours(oid: str) -> bool:
    """DVC and we write lower case: anything else is somebody else's."""
    return is_oid(oid) and oid == oid.lower()
