"""Object ids as they are stored: an MD5 takes 17 bytes, not 36. Pure."""

from __future__ import annotations

_DIRECTORY = ".dir"
_MD5_DIGITS = 32
_FILE_TAG, _DIRECTORY_TAG, _OTHER_TAG = b"f", b"d", b"="


def pack_oid(oid: str) -> bytes:
    """What is not an MD5 (an etag, a version of a table) is kept as it is spelled."""
    digits = oid.removesuffix(_DIRECTORY)
    tag = _FILE_TAG if digits == oid else _DIRECTORY_TAG
    if len(digits) == _MD5_DIGITS and digits == digits.lower():
        try:
            return tag + bytes.fromhex(digits)
        except ValueError:
            pass
    return _OTHER_TAG + oid.encode("utf-8", "surrogateescape")


def unpack_oid(stored: bytes) -> str:
    tag, rest = stored[:1], stored[1:]
    if tag == _OTHER_TAG:
        return rest.decode("utf-8", "surrogateescape")
    return rest.hex() + (_DIRECTORY if tag == _DIRECTORY_TAG else "")


def prefix_ranges(digits: str) -> list[tuple[bytes, bytes]]:
    """First and last of the stored ids whose MD5 starts so; ValueError for other characters."""
    low = bytes.fromhex(digits.ljust(_MD5_DIGITS, "0"))
    high = bytes.fromhex(digits.ljust(_MD5_DIGITS, "f"))
    return [(tag + low, tag + high) for tag in (_FILE_TAG, _DIRECTORY_TAG)]
