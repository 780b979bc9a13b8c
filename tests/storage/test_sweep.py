"""Removing what nothing needs, from caches and remotes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lineal.base.errors import DataError, RemoteError
from lineal.storage.algorithm import LEGACY_MD5, MD5, Algorithm
from lineal.storage.cache import Cache
from lineal.storage.objects import ObjectId, object_key
from lineal.storage.remotes.memory import FAIL, MemoryRemote
from lineal.storage.sweep import (
    BATCH,
    Found,
    remove_from_cache,
    remove_from_remote,
    unneeded_in_cache,
    unneeded_on_remote,
)

OIDS = ["a" * 32, "b" * 32, "c" * 32 + ".dir"]
FOREIGN = ["README", "files/md5/ab/notes.txt", "files/md5/AB/" + "C" * 30, "runs/ab/cd/ef"]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Three objects, and what else may lie in a cache."""
    for key in [*(object_key(ObjectId(oid)) for oid in OIDS), *FOREIGN, "ab/" + "d" * 30]:
        path = tmp_path / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("12345")
    return Cache(os.fspath(tmp_path))


def needed(*oids: str) -> dict[Algorithm, set[str]]:
    return {MD5: set(oids), LEGACY_MD5: set()}


def test_only_objects_that_nothing_needs_are_found(cache: Cache) -> None:
    """With their sizes; objects of DVC 2 lie elsewhere and are asked for by themselves."""
    modern = unneeded_in_cache(cache, MD5, needed(OIDS[0]))
    legacy = unneeded_in_cache(cache, LEGACY_MD5, needed())

    assert [Found(ObjectId(oid), 5) for oid in OIDS[1:]] == modern
    assert [Found(ObjectId("ab" + "d" * 30, LEGACY_MD5), 5)] == legacy


def test_a_cache_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    """Nothing was ever stored."""
    assert [] == unneeded_in_cache(Cache(f"{tmp_path}/none"), MD5, needed())


def test_what_is_not_an_object_stays(cache: Cache) -> None:
    """Also when nothing at all is needed."""
    for algorithm in (MD5, LEGACY_MD5):
        remove_from_cache(cache, unneeded_in_cache(cache, algorithm, needed()))

    left = [f"{parent}/{name}" for parent, _, names in os.walk(cache.root) for name in names]
    assert sorted(f"{cache.root}/{name}" for name in FOREIGN) == sorted(left)


def test_what_is_gone_already_is_no_error(cache: Cache) -> None:
    """Two who sweep one cache both succeed."""
    doomed = unneeded_in_cache(cache, MD5, needed())

    remove_from_cache(cache, doomed)
    remove_from_cache(cache, doomed)

    assert [] == unneeded_in_cache(cache, MD5, needed())


def test_what_cannot_be_removed_is_named(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the path and the reason."""

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "unlink", refuse)

    with pytest.raises(DataError, match=r"cannot use the cache at .*cc/c+\.dir: Permission"):
        remove_from_cache(cache, unneeded_in_cache(cache, MD5, needed()))


def test_a_remote_is_listed_once(cache: Cache) -> None:
    """Both kinds of objects come out of one list; foreign keys are not ours."""
    del cache
    keys = [*(object_key(ObjectId(oid)) for oid in OIDS), *FOREIGN, "ab/" + "d" * 30]
    remote = MemoryRemote(dict.fromkeys(keys, b"12345"))

    found = unneeded_on_remote(remote, needed(OIDS[0]))

    assert ([*OIDS[1:], "ab" + "d" * 30], 1) == (
        [one.item.oid for one in found],
        remote.calls["list"],
    )


def test_lists_go_before_the_files_they_name() -> None:
    """Whatever is interrupted, no list on the remote promises a file that is gone."""
    files = [Found(ObjectId(f"{number:032x}"), 1) for number in range(BATCH + 1)]
    lists = [Found(ObjectId("f" * 32 + ".dir"), 1)]
    remote = MemoryRemote({object_key(one.item): b"" for one in [*files, *lists]})
    remote.fault(FAIL, "remove", object_key(files[3].item))

    with pytest.raises(RemoteError, match="failed"):
        remove_from_remote(remote, [*files, *lists])

    assert not any(key.endswith(".dir") for key in remote.objects)


@pytest.mark.parametrize("killed_at", range(4))
def test_a_cache_swept_in_part_has_no_list_without_its_files(
    tmp_path: Path, killed_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next sweep finishes."""
    cache = Cache(os.fspath(tmp_path))
    members = [str(number) * 32 for number in range(3)]
    for oid in (*members, "f" * 32 + ".dir"):
        path = Path(cache.object_path(oid))
        path.parent.mkdir(parents=True)
        path.write_text("")
    unlink, calls = os.unlink, []

    def dying(path: str) -> None:
        calls.append(path)
        if len(calls) > killed_at:
            raise KeyboardInterrupt
        unlink(path)

    monkeypatch.setattr(os, "unlink", dying)
    doomed = unneeded_in_cache(cache, MD5, needed())
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        remove_from_cache(cache, doomed)

    left = {one.item.oid for one in unneeded_in_cache(cache, MD5, needed())}
    assert "f" * 32 + ".dir" not in left or left > set(members)
