"""Object ids in few bytes."""

from __future__ import annotations

import pytest

from lineal.ledger.oids import pack_oid, prefix_ranges, unpack_oid

MD5 = "d41d8cd98f00b204e9800998ecf8427e"


@pytest.mark.parametrize("oid", [MD5, MD5 + ".dir", "W/etag", "", MD5.upper(), "x" * 32])
def test_an_object_id_is_read_back_as_it_was(oid: str) -> None:
    """Whatever kind it is."""
    assert unpack_oid(pack_oid(oid)) == oid


def test_an_md5_takes_17_bytes() -> None:
    """There are millions of them."""
    assert [len(pack_oid(MD5)), len(pack_oid(MD5 + ".dir"))] == [17, 17]


def test_a_prefix_finds_files_and_directories() -> None:
    """Both are between the ends of one of its ranges."""
    ranges = prefix_ranges(MD5[:5])
    found = [
        any(low <= pack_oid(oid) <= high for low, high in ranges) for oid in (MD5, MD5 + ".dir")
    ]
    assert found == [True, True]
