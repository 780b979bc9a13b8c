"""Which parts the table has, and which segments they replace: one small file, swapped whole. Pure.

It is what decides. A Parquet file that it does not name is not there; a segment that it names is
in the parts already. So every receipt is read exactly once, whatever lies on the disk meanwhile.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple
from zlib import crc32

from lineal.base.errors import DataError
from lineal.receipts.tally import Kind, Tally

_FORMAT: Final = 1
#: Names become paths. Nothing else than these may.
NAME: Final = re.compile(r"[0-9a-f]{32}")
_BUILDING: Final = re.compile(r"[0-9a-f]{16}")
_DAY: Final = re.compile(r"\d{4,6}-\d\d-\d\d")


class Part(NamedTuple):
    """One Parquet file of one day, sorted by id; ``low`` and ``high`` are ids as digits.

    ``inputs`` is how many characters these take: compressed, a megabyte may be a hundred bytes.
    """

    name: str
    day: str
    rows: int
    size: int
    sha256: str
    tails_crc32: int
    low: str
    high: str
    tallies: tuple[Tally, ...]
    inputs: int = 0


class Damaged(NamedTuple):
    """A segment that had bytes which did not fit their checksum. The rest of it was taken."""

    name: str
    lost_bytes: int


class Replaced(NamedTuple):
    """A part that went into another; its files may still be there."""

    day: str
    name: str


class Manifest(NamedTuple):
    """``segments`` are those whose files may still be there; the damaged ones are moved away.

    ``building`` is how the names of parts start that are made right now, or were when somebody
    died: nothing else may be removed as a leftover.
    """

    serial: int = 0
    parts: tuple[Part, ...] = ()
    segments: tuple[str, ...] = ()
    damaged: tuple[Damaged, ...] = ()
    building: str = ""
    replaced: tuple[Replaced, ...] = ()


def encode(manifest: Manifest) -> bytes:
    body = {
        "format": _FORMAT,
        "serial": manifest.serial,
        "parts": [_part_json(part) for part in manifest.parts],
        "segments": list(manifest.segments),
        "damaged": [list(one) for one in manifest.damaged],
        "building": manifest.building,
        "replaced": [list(one) for one in manifest.replaced],
    }
    text = json.dumps(body, separators=(",", ":")).encode("ascii")
    return b"%s\n%08x\n" % (text, crc32(text))


def decode(data: bytes, path: str) -> Manifest:
    """DataError for everything that was not written so."""
    text, _, check = data.partition(b"\n")
    if check != b"%08x\n" % crc32(text):
        raise _damaged(path)
    try:
        body = json.loads(text)
        if body["format"] != _FORMAT:
            raise DataError(
                f"{path} has the format {body['format']}, which this release does not know",
                hint="upgrade lineal",
            )
        return Manifest(
            int(body["serial"]),
            tuple(_part(one) for one in body["parts"]),
            tuple(_name(one) for one in body["segments"]),
            tuple(Damaged(_name(name), int(lost)) for name, lost in body["damaged"]),
            _prefix(body["building"]),
            tuple(Replaced(_day(day), _name(name)) for day, name in body["replaced"]),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as exc:
        raise _damaged(path) from exc


def _part_json(part: Part) -> dict[str, Any]:
    tallies = [[*one.kind[1:], *one[1:]] for one in part.tallies]
    return {**part._asdict(), "tallies": tallies}


def _part(body: dict[str, Any]) -> Part:
    day, rows = _day(body["day"]), body["tallies"]
    tallies = tuple(Tally(Kind(day, *one[:5]), *one[5:]) for one in rows)
    return Part(**{**body, "name": _name(body["name"]), "tallies": tallies})


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return name


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return text


def _prefix(text: str) -> str:
    if text and not _BUILDING.fullmatch(text):
        raise ValueError(text)
    return text


def _damaged(path: str) -> DataError:
    return DataError(
        f"{path} is damaged: it says which Parquet files make up the receipts",
        hint="restore it from a backup; the Parquet files beside it can be read without it",
    )
