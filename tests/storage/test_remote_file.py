"""Objects of a remote as file objects."""

from __future__ import annotations

import hashlib
import io
import random
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RemoteError
from lineal.storage.remote_file import Expected, open_remote_file
from lineal.storage.remotes.memory import CORRUPT, TRUNCATE, MemoryRemote

if TYPE_CHECKING:
    from lineal.storage.algorithm import Algorithm

DATA = random.Random(3).randbytes(3 << 20)  # noqa: S311  not a secret


def opened(
    remote: MemoryRemote, data: bytes = DATA, algorithm: Algorithm = "md5"
) -> io.BufferedReader:
    oid = hashlib.md5(data.replace(b"\r\n", b"\n") if algorithm != "md5" else data)  # noqa: S324
    return open_remote_file(
        remote, "key", len(data), Expected(oid.hexdigest(), algorithm, "memory://remote/key")
    )


def read_by(file: io.BufferedReader, count: int) -> None:
    while file.read(count):
        pass


def test_any_part_reads_as_in_a_file_on_disk() -> None:
    """Seeks and reads at random places, compared with bytes in memory."""
    chance = random.Random(7)  # noqa: S311  as above
    file, judge = opened(MemoryRemote({"key": DATA})), io.BytesIO(DATA)
    for _ in range(200):
        place, length = chance.randrange(len(DATA) + 9), chance.choice((0, 1, 9, 4096, 1 << 20))
        file.seek(place)
        judge.seek(place)

        assert judge.read(length) == file.read(length)


def test_a_footer_costs_a_small_part_of_the_object() -> None:
    """What a Parquet reader does first: look at the end."""
    remote = MemoryRemote({"key": DATA})
    asked: list[str] = []
    remote.before = lambda call, _: asked.append(call)
    with opened(remote) as file:
        file.seek(-8, io.SEEK_END)
        file.read(8)
        file.seek(-1000, io.SEEK_END)
        file.read(1000)

    assert ["read_range", "read_range", "close"] == asked


def test_reading_on_takes_larger_and_larger_parts() -> None:
    """Fifty small reads are a few requests."""
    remote = MemoryRemote({"key": DATA})
    with opened(remote) as file:
        read_by(file, 60_000)

    assert remote.calls["read_range"] < 10


@pytest.mark.parametrize("by", [-1, 50_000])
def test_wrong_content_is_an_error_once_all_of_it_was_read(by: int) -> None:
    """At once, or piece by piece: who gets to the end has the right bytes."""
    remote = MemoryRemote({"key": DATA})
    remote.fault(CORRUPT, times=99)
    with (
        opened(remote) as file,
        pytest.raises(RemoteError, match="'memory://remote/key' arrived with the content"),
    ):
        read_by(file, by)


@pytest.mark.parametrize("by", [-1, 50_000])
def test_an_object_that_ends_too_early_is_an_error(by: int) -> None:
    remote = MemoryRemote({"key": DATA})
    remote.fault(TRUNCATE, times=99)
    with opened(remote) as file, pytest.raises(RemoteError, match=r"arrived|ended after"):
        read_by(file, by)


def test_the_digest_of_earlier_releases_is_checked_too() -> None:
    """It takes line ends for one, and so does reading all at once."""
    text = b"a\r\nb\r\n"
    with opened(MemoryRemote({"key": text}), text, "md5-dos2unix") as file:
        assert text == file.read()


def test_closing_the_file_closes_the_remote() -> None:
    """Once, however often it is closed."""
    remote = MemoryRemote({"key": DATA})
    file = opened(remote)
    file.close()
    file.close()

    assert remote.calls["close"] == 1


def test_before_the_start_is_nothing() -> None:
    """As with files on disk."""
    with opened(MemoryRemote({"key": DATA})) as file, pytest.raises(OSError, match="Invalid"):
        file.seek(-1)
