"""What every adapter owes to who uses the port: one suite, each kind against a real server."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RemoteError, RemoteMissing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lineal.storage.remotes.port import Remote

ALL = ("memory", "local", "s3", "gcs", "azure", "http", "ssh")
# HTTP can neither list nor remove.
COMPLETE = tuple(kind for kind in ALL if kind != "http")
# fake-gcs-server does not know uploads in parts.
LARGE = tuple(kind for kind in ALL if kind != "gcs")
ODD_KEYS = ("a b/c", "ünïcödé/é", "plus+and~tilde", "x=1&y=2;z", "100%", "a'b\"c", "(x)[y]{z}@!$*,")


@pytest.mark.parametrize("kind", ALL)
def test_what_was_written_is_read(kind: str, opened: Callable[..., Remote]) -> None:
    """Also nothing at all, and a key in a folder that was not there."""
    remote = opened(kind)

    remote.write("ab/cd/ef", b"some bytes")
    remote.write("empty", b"")

    expected = (b"some bytes", b"", b"some bytes")
    assert expected == (
        remote.read("ab/cd/ef"),
        remote.read("empty"),
        b"".join(remote.stream("ab/cd/ef")),
    )


@pytest.mark.parametrize("kind", ALL)
def test_the_later_of_two_writes_is_what_is_there(kind: str, opened: Callable[..., Remote]) -> None:
    """And what HEAD says of it."""
    remote = opened(kind)

    remote.write("key", b"first")
    remote.write("key", b"the second")

    info = remote.head("key")
    assert info is not None
    assert ("key", 10, b"the second") == (info.key, info.size, remote.read("key"))


@pytest.mark.parametrize("kind", ALL)
def test_what_is_not_there_is_none_to_head_and_an_error_to_read(
    kind: str, opened: Callable[..., Remote]
) -> None:
    """The error names the key."""
    remote = opened(kind)
    remote.write("there", b"1")

    for read in (remote.read, lambda key: list(remote.stream(key))):
        with pytest.raises(RemoteMissing, match=r"not/there|no such object"):
            read("not/there")
    assert remote.head("not/there") is None


@pytest.mark.parametrize("kind", ALL)
def test_a_range_is_exactly_these_bytes_and_fewer_only_at_the_end(
    kind: str, opened: Callable[..., Remote]
) -> None:
    """Beyond the end there is nothing."""
    remote = opened(kind)
    remote.write("key", b"0123456789")

    parts = [remote.read_range("key", *part) for part in ((0, 3), (4, 2), (8, 10), (10, 5), (3, 0))]

    assert [b"012", b"45", b"89", b"", b""] == parts


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_file_arrives_whole_and_its_progress_adds_up(
    kind: str, opened: Callable[..., Remote], tmp_path: Path
) -> None:
    """Larger than a part of an upload in parts."""
    remote = opened(kind)
    data = os.urandom(1 << 20) * 9 + b"end"
    (tmp_path / "file").write_bytes(data)
    sent: list[int] = []

    info = remote.upload("large", str(tmp_path / "file"), sent.append)

    assert (len(data), len(data)) == (info.size, sum(sent))
    assert data == b"".join(remote.stream("large"))


@pytest.mark.parametrize("kind", ALL)
def test_a_small_file_is_uploaded(kind: str, opened: Callable[..., Remote], tmp_path: Path) -> None:
    """Without anybody who wants to hear of progress."""
    remote = opened(kind)
    (tmp_path / "file").write_bytes(b"small")

    remote.upload("ab/small", str(tmp_path / "file"))

    assert b"small" == remote.read("ab/small")


@pytest.mark.parametrize("kind", COMPLETE)
def test_a_listing_has_all_below_a_folder_and_nothing_else(
    kind: str, opened: Callable[..., Remote]
) -> None:
    """A prefix is a folder: ``ab`` is not the beginning of ``abc``."""
    remote = opened(kind)
    for key in ("ab/1", "ab/x/2", "abc/3", "top"):
        remote.write(key, key.encode())

    listings = [
        sorted((info.key, info.size) for info in remote.list(prefix))
        for prefix in ("", "ab", "nothing")
    ]

    below = [("ab/1", 4), ("ab/x/2", 6)]
    assert [[*below, ("abc/3", 5), ("top", 3)], below, []] == listings


@pytest.mark.parametrize("kind", COMPLETE)
def test_what_is_removed_is_gone_and_removing_it_again_is_no_error(
    kind: str, opened: Callable[..., Remote]
) -> None:
    """Others stay."""
    remote = opened(kind)
    for key in ("a/1", "a/2", "a/3"):
        remote.write(key, b"x")

    remote.remove(["a/1", "a/none", "a/3"])
    remote.remove(["a/1"])

    assert ["a/2"] == [info.key for info in remote.list()]


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("key", ODD_KEYS)
def test_a_key_may_have_any_characters(kind: str, key: str, opened: Callable[..., Remote]) -> None:
    """Spaces, signs, other alphabets."""
    remote = opened(kind)

    remote.write(key, b"x")
    listed = [info.key for info in remote.list()] if kind != "http" else [key]

    assert (b"x", [key]) == (remote.read(key), listed)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("key", ["../out", "a/../../out", "/etc/passwd"])
def test_no_key_leaves_its_remote(kind: str, key: str, opened: Callable[..., Remote]) -> None:
    """Nothing is written, and the key is named."""
    remote = opened(kind)

    with pytest.raises((RemoteError, ValueError), match=r"not a key|no valid key"):
        remote.write(key, b"x")


@pytest.mark.parametrize("kind", ALL)
def test_many_threads_use_one_remote(kind: str, opened: Callable[..., Remote]) -> None:
    """Each reads what it wrote."""
    remote = opened(kind)

    def both(number: int) -> bytes:
        key = f"t/{number}"
        remote.write(key, key.encode())
        return remote.read(key)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(both, range(24)))

    assert [f"t/{number}".encode() for number in range(24)] == found


@pytest.mark.parametrize("kind", ["local", "s3", "gcs", "azure", "ssh"])
def test_a_remote_knows_when_an_object_was_changed(
    kind: str, opened: Callable[..., Remote]
) -> None:
    """Seconds since the epoch."""
    remote = opened(kind)
    remote.write("key", b"x")

    info = remote.head("key")

    assert info is not None
    assert (info.modified or 0) > 1_700_000_000
