"""Reading the body of a request, bounded, however it is sent."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DocumentError, TooLarge

if TYPE_CHECKING:
    from email.message import Message
    from io import BufferedIOBase

#: Of one body, compressed or not.
MOST_BYTES = 5 << 20
# Who sends more than this does not hear why it was refused.
_MOST_PASSED = MOST_BYTES * 10
_AT_ONCE = 1 << 16
_GZIP = 31
_LONGEST_LINE = 1 << 10
_MOST_DIGITS = 18


def read_json(headers: Message, stream: BufferedIOBase) -> Any:  # noqa: ANN401  whatever JSON holds
    """`DocumentError` for what is no JSON."""
    data = _decoded(headers.get("Content-Encoding", "identity"), _raw(headers, stream))
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise DocumentError(
            "the body is no JSON", hint="send one event, or a list of events to /batch"
        ) from exc


def _raw(headers: Message, stream: BufferedIOBase) -> bytes:
    if headers.get("Transfer-Encoding", "").lower() == "chunked":
        return _chunks(stream)
    length = headers.get("Content-Length", "")
    if not length.isascii() or not length.isdigit() or len(length) > _MOST_DIGITS:
        raise DocumentError("how long is the body?", hint="send Content-Length")
    if int(length) > MOST_BYTES:
        _pass_by(stream, min(int(length), _MOST_PASSED))
        raise _too_large()
    data = stream.read(int(length))
    if len(data) < int(length):
        raise DocumentError("the body ends too early", hint="send it again")
    return data


def _pass_by(stream: BufferedIOBase, length: int) -> None:
    """A client that is still sending would not see the answer."""
    while length > 0 and (data := stream.read(min(length, _AT_ONCE))):
        length -= len(data)


def _chunks(stream: BufferedIOBase) -> bytes:
    found = bytearray()
    while True:
        line = stream.readline(_LONGEST_LINE).partition(b";")[0].strip()
        try:
            size = int(line, 16)
        except ValueError:
            raise DocumentError("a chunk has no length", hint="send it again") from None
        if size < 0 or len(found) + size > MOST_BYTES:
            raise _too_large()
        found += stream.read(size)
        stream.readline(_LONGEST_LINE)
        if size == 0:
            return bytes(found)


def _decoded(encoding: str, data: bytes) -> bytes:
    if encoding.lower() in ("identity", ""):
        return data
    if encoding.lower() != "gzip":
        raise DocumentError(f"cannot read {encoding!r}", hint="send it plain, or gzip")
    unzip = zlib.decompressobj(_GZIP)
    try:
        plain = unzip.decompress(data, MOST_BYTES + 1)
    except zlib.error as exc:
        raise DocumentError("the body is no gzip", hint="send it again") from exc
    if len(plain) > MOST_BYTES:
        raise _too_large()
    return plain


def _too_large() -> TooLarge:
    return TooLarge(
        f"the body is larger than {MOST_BYTES >> 20} MB", hint="send fewer events at once"
    )
