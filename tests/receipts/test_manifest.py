"""The file that decides what the table is."""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

import pytest

from lineal.base.errors import DataError
from lineal.receipts.manifest import Damaged, Manifest, Part, Replaced, decode, encode
from lineal.receipts.tally import Kind, Tally

DAY = "2026-01-31"
TALLIES = tuple(
    Tally(Kind(DAY, "purchase", "purchase@7", "ab" * 32, "/predict", decision), 3, 5, 9)
    for decision in (1, "1")
)
PART = Part("0f" * 16, DAY, 6, 999, "12" * 32, 77, "00" * 16, "ff" * 16, TALLIES)
MANIFEST = Manifest(
    3, (PART,), ("aa" * 16,), (Damaged("bb" * 16, 12),), "cc" * 8, (Replaced(DAY, "dd" * 16),)
)


def _signed(body: dict[str, Any]) -> bytes:
    text = json.dumps(body).encode()
    return b"%s\n%08x\n" % (text, crc32(text))


def _body() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(MANIFEST).partition(b"\n")[0])
    return found


def test_what_was_written_is_read() -> None:
    """Decisions that are numbers stay numbers."""
    assert MANIFEST == decode(encode(MANIFEST), "parts.json")


def test_every_flipped_byte_is_found() -> None:
    """A digit that became another one as well."""
    data = encode(MANIFEST)
    for at in range(len(data)):
        with pytest.raises(DataError, match=r"parts\.json is damaged"):
            decode(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :], "parts.json")


@pytest.mark.parametrize(
    ("key", "value"),
    [("name", "../../etc/passwd"), ("day", "2026-01-31/.."), ("name", 7), ("rows_", 1)],
)
def test_names_are_never_paths(key: str, value: object) -> None:
    """Whoever wrote the checksum."""
    body = _body()
    body["parts"][0][key] = value
    with pytest.raises(DataError, match=r"parts\.json is damaged"):
        decode(_signed(body), "parts.json")


def test_a_later_format_is_told() -> None:
    """It is not damage."""
    with pytest.raises(DataError, match="has the format 2, which this release does not know"):
        decode(_signed({**_body(), "format": 2}), "parts.json")
