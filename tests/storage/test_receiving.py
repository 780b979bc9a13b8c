"""Streams into the cache: an object, or nothing at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.storage.cache import Cache
from lineal.storage.receiving import Received, receive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OID = "900150983cd24fb0d6963f7d28e17f72"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(os.fspath(tmp_path / "cache"))


def anything(_received: Received) -> None:
    """Does not object."""


def test_what_arrived_is_an_object_with_dvc_s_mode(cache: Cache) -> None:
    """0444 says that it is what its name says."""
    received = receive(cache, [b"a", b"", b"bc"], anything)
    assert Received(OID, 3) == received
    assert os.stat(cache.object_path(OID)).st_mode & 0o777 == 0o444


def test_an_object_that_is_there_is_kept(cache: Cache) -> None:
    """Others may have links to it."""
    receive(cache, [b"abc"], anything)
    before = os.stat(cache.object_path(OID))
    receive(cache, [b"abc"], anything)
    assert before == os.stat(cache.object_path(OID))


def test_an_objection_leaves_nothing(cache: Cache) -> None:
    """It is raised before the bytes have a name."""

    def object_to(_received: Received) -> None:
        raise DataError("not these")

    with pytest.raises(DataError, match="not these"):
        receive(cache, [b"abc"], object_to)
    assert [] == os.listdir(cache.objects_dir())


def test_a_stream_that_breaks_leaves_nothing(cache: Cache) -> None:
    """Not even what had arrived."""

    def pieces() -> Iterator[bytes]:
        yield b"ab"
        raise DataError("broken off")

    with pytest.raises(DataError, match="broken off"):
        receive(cache, pieces(), anything)
    assert [] == os.listdir(cache.objects_dir())
