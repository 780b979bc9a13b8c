"""What a remote has of one writer: which facts are in which segment. Pure.

Segments never change. The manifest is what does, and only the copy that writes, or one that
removes what was redacted, writes it.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from lineal.base.canonical import canonical
from lineal.base.errors import LedgerError
from lineal.ledger.sharing.layout import is_writer, segment_key, texts_key
from lineal.ledger.texts import is_digest

MOST_BYTES = 1 << 24
_MOST_LABEL = 200
_LARGEST = 1 << 53


class Range(NamedTuple):
    """Facts from ``first`` to ``last``, whose hash is ``hash``.

    ``segment`` and ``texts`` are the SHA-256 of what holds them; ``size`` is of both together.
    ``removed`` counts the facts and texts of the range that are redacted in it.
    """

    first: int
    last: int
    hash: str
    segment: str
    texts: str | None
    size: int
    removed: int


class Manifest(NamedTuple):
    writer: str
    label: str
    ranges: tuple[Range, ...] = ()

    @property
    def last(self) -> int:
        return self.ranges[-1].last if self.ranges else 0

    def keys(self) -> list[str]:
        return [key for each in self.ranges for key in keys_of(self.writer, each)]


def keys_of(writer: str, each: Range) -> list[str]:
    segment = segment_key(writer, each.first, each.last, each.segment)
    return [segment, *([texts_key(writer, each.texts)] if each.texts else [])]


def spell_manifest(manifest: Manifest) -> bytes:
    return canonical(
        {
            "format": 1,
            "writer": manifest.writer,
            "label": manifest.label,
            "ranges": [each._asdict() for each in manifest.ranges],
        }
    )


def read_manifest(data: bytes, writer: str) -> Manifest:
    """An error that names the writer for anything that cannot be believed."""
    try:
        said = json.loads(data)
        if not isinstance(said, dict) or said.get("format") != 1 or said["writer"] != writer:
            raise _nonsense(writer)
        ranges = tuple(_range(each) for each in said["ranges"])
    except (ValueError, KeyError, TypeError, RecursionError) as exc:
        raise _nonsense(writer) from exc
    if not is_writer(writer) or not _are_in_order(ranges):
        raise _nonsense(writer)
    return Manifest(writer, plain_label(said.get("label")), ranges)


def plain_label(text: object) -> str:
    """As it may be shown on a terminal, whoever wrote it."""
    shown = text if isinstance(text, str) else ""
    return "".join(c if c.isprintable() else "?" for c in shown[:_MOST_LABEL])


def _range(said: Any) -> Range:  # noqa: ANN401  whatever JSON holds
    found = Range(**said)
    numbers = found.first, found.last, found.size, found.removed
    digests = found.hash, found.segment, *([found.texts] if found.texts is not None else [])
    if not all(type(number) is int and 0 <= number < _LARGEST for number in numbers):
        raise ValueError(str(numbers))
    if not all(is_digest(digest) for digest in digests):
        raise ValueError(str(digests))
    return found


def _are_in_order(ranges: tuple[Range, ...]) -> bool:
    """From the first fact on, without a gap."""
    place = 0
    for each in ranges:
        if each.first != place + 1 or each.last < each.first:
            return False
        place = each.last
    return True


def _nonsense(writer: str) -> LedgerError:
    return LedgerError(
        f"the remote's list of the facts of writer {writer[:64]!r} makes no sense",
        hint="`lineal push`, from where that writer is, after removing the list from the remote",
    )
