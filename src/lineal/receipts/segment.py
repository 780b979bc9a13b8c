"""The bytes of a segment: a header with the origin, then blocks of records. Pure.

Each block has a head with its length and checksum, and a checksum of these two, so that a block
whose end was never written is told from one whose bytes were changed later. The first was never
acknowledged to anybody. The second is damage, and is told.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

import msgspec

from lineal.base.errors import DataError, TooLarge
from lineal.base.ids import BYTES
from lineal.receipts.receipt import Origin
from lineal.receipts.record import Entry, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MAGIC: Final = b"LINEAL-RECEIPTS1"
#: The most one record may take; a block holds records up to about a quarter of it, or one.
MOST_RECORD: Final = 1 << 20
#: The most one call may write.
MOST_CALL: Final = 32 << 20
#: Where a writer starts the next segment. So nothing of ours is larger than both together.
SEGMENT_BYTES: Final = 16 << 20
MOST_SEGMENT: Final = SEGMENT_BYTES + MOST_CALL + MOST_RECORD

_FULL_BLOCK: Final = MOST_RECORD // 4
_MOST_BLOCK: Final = _FULL_BLOCK + MOST_RECORD + (1 << 16)
_MOST_ROWS: Final = 256
_MOST_HEADER: Final = 1 << 16
_MARK: Final = b"\xa5\x5a"
_CHECKABLE: Final = struct.Struct("<2sII")
_HEAD: Final = struct.Struct("<2sIII")
_CHECKED: Final = _CHECKABLE.size
HEAD_BYTES: Final = _HEAD.size


class Block(NamedTuple):
    route: str
    records: list[Record]


class Damage(NamedTuple):
    """Bytes that do not fit their checksum, from ``at``."""

    at: int
    size: int


class Content(NamedTuple):
    """What a segment holds. ``whole`` is where the last whole block ends."""

    origin: Origin
    blocks: list[Block]
    damages: list[Damage]
    whole: int

    def entries(self) -> Iterator[Entry]:
        for block in self.blocks:
            for record in block.records:
                yield Entry(record, block.route, self.origin)


_encode = msgspec.msgpack.Encoder().encode
_encode_inputs = msgspec.json.Encoder().encode
_decode = msgspec.msgpack.Decoder(Block).decode
_decode_origin = msgspec.json.Decoder(tuple[str, str, str, str, dict[str, str]]).decode


def encode_header(origin: Origin) -> bytes:
    payload = msgspec.json.encode(origin)
    if len(payload) > _MOST_HEADER:
        raise TooLarge(f"what is said of the worker takes {len(payload):,} bytes")
    return MAGIC + _framed(payload)


def encode_rows(
    route: str, rows: Iterable[tuple[bytes, Mapping[str, Any], float, int | str]]
) -> bytes:
    """All blocks of one call, one after the other."""
    records: list[Record] = []
    sizes: list[int] = []
    for id_, inputs, score, decision in rows:
        text = _encode_inputs(inputs)
        # In bytes: a character takes up to four of them.
        sizes.append(len(text))
        records.append(Record(id_, text.decode(), score, decision))
    if len(records) == 1 and sizes[0] <= MOST_RECORD:
        return _framed(_encode((route, records)))
    return b"".join(_framed(_encode((route, chunk))) for chunk in _chunked(records, sizes))


def _chunked(records: list[Record], sizes: list[int]) -> Iterator[list[Record]]:
    total = size = first = 0
    for at, took in enumerate(sizes):
        total += took
        if took > MOST_RECORD or total > MOST_CALL // 2:
            raise TooLarge(f"the inputs of one request take more than {min(took, total):,} bytes")
        size += took
        if at - first == _MOST_ROWS or size > _FULL_BLOCK:
            if at > first:
                yield records[first:at]
            first, size = at, took
    if records[first:]:
        yield records[first:]


def decode(data: bytes, name: str) -> Content:
    """Everything whole in a segment, and where it is damaged; DataError without a header."""
    origin, at = decode_origin(data, name)
    blocks: list[Block] = []
    damages: list[Damage] = []
    whole = at
    while at < len(data):
        end = _end_of(data, at)
        if end is None:
            end = _next_block(data, at + 1)
            if end is None and _unfinished(data, at):
                break
            end = len(data) if end is None else end
            damages.append(Damage(at, end - at))
        elif (block := _block(data, at, end)) is None:
            damages.append(Damage(at, end - at))
        else:
            blocks.append(block)
            whole = end
        at = end
    return Content(origin, blocks, damages, whole)


def block_around(data: bytes, at: int) -> Block | None:
    """The block that these bytes are in, when it is whole."""
    least = max(at - _MOST_BLOCK - HEAD_BYTES, 0)
    head = data.rfind(_MARK, least, at)
    while head >= 0:
        end = _end_of(data, head)
        if end is not None and at < end:
            block = _block(data, head, end)
            if block is not None:
                return block
        head = data.rfind(_MARK, least, head)
    return None


def _framed(payload: bytes) -> bytes:
    if len(payload) > _MOST_BLOCK:
        # Readers would take it for damage: what nobody reads back is not acknowledged.
        raise TooLarge(f"one receipt takes {len(payload):,} bytes")
    head = _CHECKABLE.pack(_MARK, len(payload), crc32(payload))
    return b"".join((head, crc32(head).to_bytes(4, "little"), payload))


def decode_origin(data: bytes, name: str) -> tuple[Origin, int]:
    """Who wrote the segment, and where its first block is."""
    at = len(MAGIC)
    end = _end_of(data, at) if data.startswith(MAGIC) else None
    if end is None or end - at > _MOST_HEADER + HEAD_BYTES or not _fits(data, at, end):
        raise _no_segment(name)
    try:
        return Origin(*_decode_origin(data[at + HEAD_BYTES : end])), end
    except msgspec.DecodeError:
        raise _no_segment(name) from None


def _no_segment(name: str) -> DataError:
    return DataError(
        f"{name} is not a segment of receipts, or its first bytes are damaged",
        hint="lineal receipts info --verify says what is affected",
    )


def _end_of(data: bytes, at: int) -> int | None:
    """Where the block ends whose head is here; None without a head, or when bytes are missing."""
    size = _announced(data, at)
    end = at + HEAD_BYTES + (size or 0)
    return None if size is None or end > len(data) else end


def _announced(data: bytes, at: int) -> int | None:
    """The size that a head promises; None where there is no head."""
    if len(data) - at < HEAD_BYTES:
        return None
    mark, size, _, check = _HEAD.unpack_from(data, at)
    right = mark == _MARK and size <= _MOST_BLOCK and check == crc32(data[at : at + _CHECKED])
    return size if right else None


def _fits(data: bytes, at: int, end: int) -> bool:
    return bool(crc32(data[at + HEAD_BYTES : end]) == _HEAD.unpack_from(data, at)[2])


def _next_block(data: bytes, at: int) -> int | None:
    """Where the next whole head is, after bytes that are none."""
    while (at := data.find(_MARK, at)) >= 0:
        if _announced(data, at) is not None:
            return at
        at += 1
    return None


def _unfinished(data: bytes, at: int) -> bool:
    """A write that was cut off: a head that promises more, less than a head, or zeros."""
    rest = data[at:]
    return len(rest) < HEAD_BYTES or _announced(data, at) is not None or not any(rest)


def _block(data: bytes, at: int, end: int) -> Block | None:
    """None when the bytes are not those that were written."""
    if not _fits(data, at, end):
        return None
    try:
        block = _decode(data[at + HEAD_BYTES : end])
    except msgspec.DecodeError:
        return None
    for record in block.records:
        if len(record.id) != BYTES:
            return None
    return block
