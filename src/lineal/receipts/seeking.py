"""Finding one id in the bytes of a segment, without decoding all of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lineal.base.ids import BYTES
from lineal.receipts.record import Entry
from lineal.receipts.segment import block_around, decode_origin

if TYPE_CHECKING:
    from lineal.receipts.record import Record

# How MessagePack starts sixteen bytes.
_ID_HEAD: Final = bytes((0xC4, BYTES))


def entries_ending(data: bytes, name: str, digits: str) -> list[Entry]:
    """The entries whose id ends with these digits, of which there are 8 or more."""
    needle = bytes.fromhex(digits[len(digits) % 2 :])
    found: dict[bytes, tuple[Record, str]] = {}
    at = data.find(needle)
    while at >= 0:
        start = at + len(needle) - BYTES
        if data[max(start - 2, 0) : max(start, 0)] == _ID_HEAD:
            id_ = data[start : start + BYTES]
            if id_.hex().endswith(digits):
                _take(data, start, id_, found)
        at = data.find(needle, at + 1)
    if not found:
        return []
    origin, _ = decode_origin(data, name)
    return [Entry(record, route, origin) for record, route in found.values()]


def _take(data: bytes, at: int, id_: bytes, found: dict[bytes, tuple[Record, str]]) -> None:
    """The record itself; bytes of an input may look like an id and are none."""
    block = block_around(data, at)
    for record in block.records if block else ():
        if record.id == id_:
            found[id_] = record, block.route if block else ""
