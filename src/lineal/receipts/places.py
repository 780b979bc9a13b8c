"""Where receipts lie below their directory. Pure.

wal/<name>.seg                  what a worker writes, or wrote; taken over by compaction
table/day=2026-01-31/*.parquet  what was compacted: nothing else lies below ``table``
tails/<part>.tails              which row of a part has an id, by its last digits
parts.json                      which parts there are, and which segments they replace
damaged/<name>.seg              segments with bytes that do not fit their checksum
lock                            held by who compacts
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lineal.receipts.manifest import Part, Replaced

SEGMENT: Final = ".seg"
#: A segment that has no header yet; only its writer knows it.
UNBORN: Final = ".new"


def wal(directory: str) -> str:
    return f"{directory}/wal"


def segment(directory: str, name: str) -> str:
    return f"{directory}/wal/{name}{SEGMENT}"


def damaged(directory: str, name: str) -> str:
    return f"{directory}/damaged/{name}{SEGMENT}"


def table(directory: str) -> str:
    return f"{directory}/table"


def day(directory: str, name: str) -> str:
    return f"{directory}/table/day={name}"


def parquet(directory: str, part: Part | Replaced) -> str:
    return f"{day(directory, part.day)}/{part.name}.parquet"


def tails(directory: str, part: Part | Replaced) -> str:
    return f"{directory}/tails/{part.name}.tails"


def manifest(directory: str) -> str:
    return f"{directory}/parts.json"


def lock(directory: str) -> str:
    return f"{directory}/lock"
