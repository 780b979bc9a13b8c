"""When a signature proves that nothing was written since."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lineal.storage.signature import Signature, fold_inode, is_settled, signature_of

TICK = 1_700_000_000_004_000_000


@pytest.mark.parametrize(
    ("ctime", "mtime", "settled"),
    [
        (TICK - 1, TICK - 1, True),
        (TICK, TICK - 1, False),
        (TICK - 1, TICK, False),
        (TICK + 1, TICK - 1, False),
        # A time in the far future was set by hand and moves with the next write.
        (TICK - 1, TICK + 10**12, True),
        # Whole seconds: a file system with steps of up to two of them.
        (1_699_999_999_000_000_000, 1_699_999_999_000_000_000, False),
        (1_699_999_990_000_000_000, 1_699_999_990_000_000_000, True),
    ],
)
def test_only_stamps_before_the_tick_are_settled(ctime: int, mtime: int, *, settled: bool) -> None:
    """A write in the same tick, or the same coarse step, would leave equal stamps."""
    assert is_settled(Signature(1, mtime, ctime, 1), TICK) is settled


def test_a_huge_inode_fits_where_numbers_are_signed() -> None:
    """Different inodes stay different."""
    folded = [fold_inode(inode) for inode in (0, 2**63 - 1, 2**63, 2**64 - 1)]
    assert folded == [0, 2**63 - 1, -(2**63), -1]


def test_the_signature_is_what_stat_says() -> None:
    """Nanoseconds, not the floats in which DVC loses them."""
    st = os.stat(Path(__file__))
    assert signature_of(st) == (st.st_size, st.st_mtime_ns, st.st_ctime_ns, st.st_ino)
