"""Ids that sort by time: UUID version 7. Time and randomness are arguments."""

from __future__ import annotations

BYTES = 16
RANDOM_BYTES = 10
_SHORT = 8


def make_id(micros: int, randomness: bytes) -> bytes:
    """16 bytes: milliseconds, then the microseconds within, then what makes it unique.

    The microseconds take the 12 bits after the version, as RFC 9562 allows, so that ids made by
    one process within a millisecond keep their order.
    """
    millis, rest = divmod(micros, 1000)
    high = (millis & (1 << 48) - 1) << 16 | 0x7000 | rest * 4096 // 1000
    low = int.from_bytes(randomness[:8], "big") & (1 << 62) - 1 | 1 << 63
    return (high << 64 | low).to_bytes(BYTES, "big")


def micros_of(id_: bytes) -> int:
    """When it was made, to the millisecond."""
    return int.from_bytes(id_[:6], "big") * 1000


def spell(id_: bytes) -> str:
    """All 32 digits, grouped as UUIDs are."""
    digits = id_.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def parse(text: str) -> bytes:
    """The id spelled so; ValueError when it is not one."""
    id_ = bytes.fromhex(text.replace("-", ""))
    if len(id_) != BYTES:
        raise ValueError(text)
    return id_


def short(id_: bytes) -> str:
    """What people are shown: the last digits, which are random. The first are the date."""
    return id_.hex()[-_SHORT:]


def tail(id_: bytes) -> int:
    """The short form as a number, so that a part of it is a range of an index."""
    return int.from_bytes(id_[-_SHORT // 2 :], "big")


def tail_range(digits: str) -> tuple[int, int]:
    """The tails that start with these digits, first and last; ValueError for other characters."""
    low = int(digits.ljust(_SHORT, "0"), 16)
    return low, int(digits.ljust(_SHORT, "f"), 16)
