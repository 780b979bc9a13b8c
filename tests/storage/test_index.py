"""The index may forget anything and must never say anything false."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineal.storage.index import HashIndex
from lineal.storage.signature import Signature
from lineal.storage.snapshot import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

SEEN = Signature(size=3, mtime_ns=1_001, ctime_ns=1_002, inode=7)
LATER = 10**18
DIGEST = "d41d8cd98f00b204e9800998ecf8427e"


def test_a_digest_outlives_the_process(tmp_path: Path) -> None:
    """What was remembered is there when the index is opened again."""
    _fill(tmp_path)
    index = HashIndex.open(os.fspath(tmp_path))
    assert index.digest("/p", SEEN) == DIGEST
    index.close()


@pytest.mark.parametrize("field", Signature._fields)
def test_a_signature_that_differs_in_anything_is_not_believed(tmp_path: Path, field: str) -> None:
    """Size, either time, inode: one difference is enough."""
    _fill(tmp_path)
    index = HashIndex.open(os.fspath(tmp_path))
    assert index.digest("/p", SEEN._replace(**{field: 99})) is None
    index.close()


def test_a_file_written_in_the_tick_of_its_hashing_is_not_believed(tmp_path: Path) -> None:
    """Another write in the same tick would leave the same signature."""
    index = HashIndex.open(os.fspath(tmp_path))
    index.remember("/p", SEEN, DIGEST, tick_ns=SEEN.ctime_ns)
    assert index.digest("/p", SEEN) is None
    index.close()


def test_algorithms_do_not_mix(tmp_path: Path) -> None:
    """A legacy digest of a file says nothing about its md5."""
    _fill(tmp_path)
    index = HashIndex.open(os.fspath(tmp_path))
    assert index.digest("/p", SEEN, "md5-dos2unix") is None
    index.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damage_never_becomes_a_wrong_digest(tmp_path: Path, data: st.DataObject) -> None:
    """Flipped bytes, a cut, an unrelated file: the answer is right or none, and writing works."""
    path = tmp_path / "digests.db"
    for left in tmp_path.glob("digests.db*"):  # of the example before: its size is not ours
        left.unlink()
    _fill(tmp_path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    index = HashIndex.open(os.fspath(tmp_path))
    assert index.digest("/p", SEEN) in (DIGEST, None)
    assert index.snapshot("/d") in (_snapshot(), None)
    index.remember("/q", SEEN, DIGEST, LATER)
    index.flush()
    assert index.digest("/q", SEEN) == DIGEST
    index.close()


def test_an_index_of_another_version_is_replaced(tmp_path: Path) -> None:
    """Tables of an older or newer Lineal are dropped, not guessed at."""
    _fill(tmp_path)
    index = HashIndex.open(os.fspath(tmp_path))
    assert index._connection is not None
    index._connection.execute("PRAGMA user_version = 999")
    index.close()
    again = HashIndex.open(os.fspath(tmp_path))
    assert again.digest("/p", SEEN) is None
    again.close()


def test_without_a_place_nothing_is_remembered_and_nothing_fails() -> None:
    """A read-only project is slower, not broken."""
    index = HashIndex.open("/proc/no/such/place")
    index.remember("/p", SEEN, DIGEST, LATER)
    index.close()
    assert index.digest("/p", SEEN._replace(size=0)) is None


def test_processes_share_one_index(tmp_path: Path) -> None:
    """Four writers at once lose nothing of what they wrote."""
    script = (
        "import sys; from lineal.storage.index import HashIndex\n"
        "from lineal.storage.signature import Signature\n"
        "for n in range(20):\n"
        "    i = HashIndex.open(sys.argv[1])\n"
        f"    i.remember(f'/{{sys.argv[2]}}/{{n}}', Signature(3, 1, 1, 7), '{DIGEST}', 10**18)\n"
        "    i.close()\n"
    )
    command = [sys.executable, "-c", script, os.fspath(tmp_path)]
    running = [subprocess.Popen([*command, str(each)]) for each in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    index = HashIndex.open(os.fspath(tmp_path))
    wanted = Signature(3, 1, 1, 7)
    found = [index.digest(f"/{each}/{n}", wanted) for each in range(4) for n in range(20)]
    index.close()
    assert found == [DIGEST] * 80


def _fill(directory: Path) -> None:
    index = HashIndex.open(os.fspath(directory))
    index.remember("/p", SEEN, DIGEST, LATER)
    index.remember_snapshot("/d", _snapshot())
    index.close()


def _snapshot() -> Snapshot:
    return Snapshot(b"a\0", b"\1" * 32, bytes.fromhex(DIGEST), f"{DIGEST}.dir", 3)
