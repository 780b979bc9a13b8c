"""Where objects lie, which are trusted, and how they come in whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.storage.algorithm import LEGACY_MD5
from lineal.storage.cache import Cache
from lineal.storage.hashing import SMALL
from lineal.storage.store import put_bytes, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.storage.conftest import World

ABC = "900150983cd24fb0d6963f7d28e17f72"


def test_objects_lie_where_dvc_puts_them() -> None:
    """The legacy ones one level higher."""
    cache = Cache("/c")
    paths = [cache.object_path(ABC), cache.object_path(ABC, LEGACY_MD5), cache.runs_dir]
    assert paths == [f"/c/files/md5/90/{ABC[2:]}", f"/c/90/{ABC[2:]}", "/c/runs"]


def test_an_object_is_protected_and_kept(tmp_path: Path) -> None:
    """What is there already is not written again."""
    cache = Cache(os.fspath(tmp_path))
    put_bytes(cache, ABC, b"abc")
    before = os.stat(cache.object_path(ABC))
    put_bytes(cache, ABC, b"abc")
    assert stat.S_IMODE(before.st_mode) == 0o444
    assert os.stat(cache.object_path(ABC)).st_ino == before.st_ino


@pytest.mark.parametrize(("content", "whole"), [(b"abc", True), (b"abd", False)])
def test_an_unprotected_object_is_verified(tmp_path: Path, content: bytes, *, whole: bool) -> None:
    """It becomes protected when it is right, and disappears when it is wrong."""
    cache = Cache(os.fspath(tmp_path))
    path = cache.object_path(ABC)
    cache.make_parent(path)
    with open(path, "wb") as file:
        file.write(content)
    assert cache.has(ABC) is whole
    assert os.path.exists(path) is whole
    assert not whole or stat.S_IMODE(os.stat(path).st_mode) == 0o444


def test_a_directory_is_there_with_all_its_members(world: World) -> None:
    """What is missing is named by its place in the directory."""
    world.write({"d/a": "abc", "d/b": "other"})
    seen = store(world.path("d"), world.observer, world.cache)
    whole = world.cache.has_all(seen.oid)
    os.unlink(world.cache.object_path(ABC))
    assert [whole, world.cache.missing(seen.oid)] == [True, [("a", ABC)]]


def test_a_damaged_listing_is_no_listing(tmp_path: Path) -> None:
    """Its members cannot be known."""
    cache = Cache(os.fspath(tmp_path))
    put_bytes(cache, "0" * 32 + ".dir", b"[{")
    assert cache.read_tree("0" * 32 + ".dir") is None


def test_a_shared_cache_belongs_to_the_group(tmp_path: Path) -> None:
    """New directories keep the group, whatever the umask."""
    cache = Cache(os.fspath(tmp_path / "c"), shared=True)
    put_bytes(cache, ABC, b"abc")
    modes = {
        oct(stat.S_IMODE((tmp_path / "c" / level).stat().st_mode))
        for level in ("", "files", "files/md5", "files/md5/90")
    }
    assert modes == {"0o2775"}


def test_a_tight_umask_does_not_hide_objects(tmp_path: Path) -> None:
    """Mode 0444 is what says "verified" to DVC."""
    before = os.umask(0o077)
    try:
        cache = Cache(os.fspath(tmp_path))
        put_bytes(cache, ABC, b"abc")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(cache.object_path(ABC)).st_mode) == 0o444


@pytest.mark.parametrize("size", [10, SMALL + 1])
def test_a_full_disk_leaves_nothing_half_done(
    world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """No object, no temporary file; the error names the cache."""
    world.write({"f": b"x" * size})
    monkeypatch.setattr(os, "rename", _disk_full)
    with pytest.raises(DataError, match=r"cannot use the cache at .*No space left"):
        store(world.path("f"), world.observer, world.cache)
    assert world.objects() == {}


def test_what_a_killed_process_left_is_swept(world: World) -> None:
    """By the next one that comes by the same place."""
    world.write({"f": b"x" * (SMALL + 1)})
    objects = world.cache.objects_dir()
    world.cache.make_parent(f"{objects}/")
    with open(f"{objects}/.lineal-{2**30:x}-0-0123abcd.tmp", "wb"):
        pass
    store(world.path("f"), world.observer, world.cache)
    assert len(world.objects()) == 1


@pytest.mark.parametrize("kind", ["copy", "hardlink", "symlink"])
def test_a_second_store_touches_nothing(make_world: Callable[..., World], kind: str) -> None:
    """Neither workspace nor cache files are replaced when all is as it should be."""
    world = make_world(kind)
    world.write({"d/a": "abc", "d/b": "other", "f": "x"})
    for name in ("d", "f"):
        store(world.path(name), world.observer, world.cache)
    before = _inodes(world)
    for name in ("d", "f"):
        store(world.path(name), world.observer, world.cache)
    assert _inodes(world) == before


def test_a_digest_remembered_for_other_content_is_found_out(world: World) -> None:
    """An index that lies must not put content under a wrong name."""
    world.write({"f": "abc"})
    seen = world.observer.look(world.path("f"))
    assert seen is not None
    world.memory.remember(world.path("f"), seen.signature(0), "0" * 32, tick_ns=2**62)
    with pytest.raises(DataError, match="changed while it was stored"):
        store(world.path("f"), world.observer, world.cache)


def _inodes(world: World) -> dict[str, int]:
    tops = (os.fspath(world.root), world.cache.root)
    return {
        f"{directory}/{name}": os.lstat(f"{directory}/{name}").st_ino
        for top in tops
        for directory, _, names in os.walk(top)
        for name in names
    }


def _disk_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
