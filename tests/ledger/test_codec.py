"""Payloads come out as they went in, whatever packed them."""

from __future__ import annotations

import zlib

import pytest

from lineal.base.canonical import canonical
from lineal.ledger import codec
from lineal.ledger.codec import pack, unpack

_PAYLOAD = {"stage": "train", "uses": [{"path": "a", "oid": "x"}], "é": [1, 2.5, None, True]}


@pytest.mark.parametrize("size", [0, 100, 40_000])
def test_what_is_packed_is_unpacked(size: int) -> None:
    """Small or large."""
    payload = {**_PAYLOAD, "text": "x" * size}
    assert payload == unpack(pack(payload))


@pytest.mark.parametrize("number", codec._DICTIONARIES)
def test_what_an_older_version_packed_is_unpacked(number: int) -> None:
    """Words of a version are never edited."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zdict=codec._DICTIONARIES[number])
    packed = squeeze.compress(canonical(_PAYLOAD)) + squeeze.flush()
    assert _PAYLOAD == unpack(bytes([number]) + packed)


@pytest.mark.parametrize(
    "data", [b"", b"\xff", pack(_PAYLOAD)[:-3], b"\x02" + zlib.compress(b"[1]")[2:-4]]
)
def test_what_nobody_packed_is_refused(data: bytes) -> None:
    """As one kind of error, for callers who name the fact."""
    with pytest.raises(ValueError, match=r"."):
        unpack(data)


def test_depth_is_bounded() -> None:
    """An object that nests a hundred thousand times stops nobody."""
    with pytest.raises(ValueError, match="nested too deeply"):
        codec.read_payload(b'{"a":' * 100_000)
