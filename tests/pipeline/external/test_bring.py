"""Bringing data: what arrives is judged before it counts, and nothing is left half-made."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.external.bring import bring_to
from lineal.pipeline.external.side_by_side import at_ease
from lineal.pipeline.external.sink import CacheSink
from lineal.pipeline.external.source import Source, Wanted
from lineal.storage.cache import Cache
from lineal.storage.remotes.memory import CORRUPT, FAIL, TRUNCATE, MemoryRemote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.storage.remotes.port import Info

X = "9dd4e461268c8034f5c8564e155c67a6"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(os.fspath(tmp_path / "cache"))


def source(remote: MemoryRemote, key: str) -> Source:
    return Source(remote, key, "s3", Wanted(f"s3://bucket/{key}"))


def files(cache: Cache) -> list[str]:
    return sorted(name for _, _, names in os.walk(cache.root) for name in names)


def test_a_file_becomes_an_object(cache: Cache) -> None:
    """Under the MD5 of what arrived."""
    brought = bring_to(CacheSink(cache), source(MemoryRemote({"x.txt": b"x"}), "x.txt"), at_ease())
    assert cache.has(X)
    assert {"md5": X, "size": 1} == brought.out


def test_a_directory_becomes_its_files_and_a_list(cache: Cache) -> None:
    """Objects that only look like directories are no files of it."""
    remote = MemoryRemote({"d/x": b"x", "d/sub/x": b"x", "d/sub/": b"", "do": b"not it"})
    brought = bring_to(CacheSink(cache), source(remote, "d"), at_ease())
    assert cache.has_all(str(brought.out["md5"]))
    assert (2, 2) == (brought.out["nfiles"], brought.out["size"])


def test_nothing_there_is_named(cache: Cache) -> None:
    """Neither an object nor a directory."""
    with pytest.raises(LinealError, match="dependency 's3://bucket/nope' does not exist"):
        bring_to(CacheSink(cache), source(MemoryRemote(), "nope"), at_ease())


@pytest.mark.parametrize("what", [TRUNCATE, FAIL])
def test_bytes_that_are_not_the_announced_ones_never_count(cache: Cache, what: str) -> None:
    """What arrived of them is gone."""
    remote = MemoryRemote({"x.txt": b"x" * 100})
    remote.fault(what, "stream")
    with pytest.raises(LinealError, match=r"x\.txt"):
        bring_to(CacheSink(cache), source(remote, "x.txt"), at_ease())
    assert files(cache) == []


def test_bytes_that_a_line_garbled_are_fetched_again(cache: Cache) -> None:
    """The ETag promises their MD5."""
    remote = MemoryRemote({"x.txt": b"x"})
    remote.fault(CORRUPT, "stream")
    brought = bring_to(CacheSink(cache), source(remote, "x.txt"), at_ease())
    assert [X[2:]] == files(cache)
    assert X == brought.out["md5"]


class Encrypting(MemoryRemote):
    """Its ETags are as long as an MD5, and none."""

    def list(self, prefix: str = "") -> Iterator[Info]:
        return (info._replace(etag="0" * 32) for info in super().list(prefix))


def test_an_etag_that_is_no_md5_is_found_out(cache: Cache) -> None:
    """Such as those of encrypted objects: the same bytes twice are what the source has."""
    remote = Encrypting({"d/x": b"x", "d/y": b"x"})
    brought = bring_to(CacheSink(cache), source(remote, "d"), at_ease())
    assert cache.has(X)
    assert 2 == brought.out["nfiles"]


def test_what_is_in_the_cache_is_not_downloaded(cache: Cache) -> None:
    """Where the ETag says which object it is."""
    remote = MemoryRemote({"x.txt": b"x"})
    for _ in range(2):
        bring_to(CacheSink(cache), source(remote, "x.txt"), at_ease())
    assert 1 == remote.calls["stream"]


def test_a_source_that_changes_on_the_way_is_brought_again(cache: Cache) -> None:
    """The second time it holds still."""
    remote = MemoryRemote({"x.txt": b"earlier"})

    def change(call: str, key: str) -> None:
        if call == "stream":
            remote.objects[key] = b"x"

    remote.before = change
    brought = bring_to(CacheSink(cache), source(remote, "x.txt"), at_ease())
    assert (X, X) == (brought.dep.oid, brought.out["md5"])


def test_a_source_that_never_holds_still_is_an_error(cache: Cache) -> None:
    """A mix of moments is no version of anything."""
    remote = MemoryRemote({"d/x": b"0", "d/y": b""})

    def change(call: str, key: str) -> None:
        if call == "list" and key:
            remote.objects["d/y"] += b"."

    remote.before = change
    with pytest.raises(DataError, match="keeps changing while it is downloaded"):
        bring_to(CacheSink(cache), source(remote, "d"), at_ease())


@pytest.mark.parametrize("name", ["../../x", "a//b", "a/./b"])
def test_names_that_lead_elsewhere_are_refused(cache: Cache, name: str) -> None:
    """Before anything is downloaded."""
    remote = MemoryRemote({f"d/{name}": b"x"})
    with pytest.raises(DataError, match="no path within a directory"):
        bring_to(CacheSink(cache), source(remote, "d"), at_ease())


def test_each_file_is_asked_for_once_before_and_once_after(cache: Cache) -> None:
    """Listings say enough of a directory on S3: its files cost no question each."""
    remote = MemoryRemote({f"d/{number}": b"%d" % number for number in range(20)})
    bring_to(CacheSink(cache), source(remote, "d"), at_ease())
    assert (2, 2, 20) == tuple(remote.calls[name] for name in ("head", "list", "stream"))
