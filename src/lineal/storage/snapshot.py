"""A whole directory as one value: names, signatures, digests.

Packed, so that "nothing changed" is two comparisons of bytes however many files
there are. Pure; ``storage.walk`` fills listings and ``storage.index`` keeps snapshots.
"""

from __future__ import annotations

import os
from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.storage.signature import OLD_ENOUGH_NS, UNTRUSTED, Signature, is_settled
from lineal.storage.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS: Final = len(Signature._fields)
_DIGEST_BYTES: Final = 16
_HEX_DIGITS: Final = 2 * _DIGEST_BYTES
_UNTRUSTED_BYTES: Final = array("q", UNTRUSTED).tobytes()
_ROW_BYTES: Final = len(_UNTRUSTED_BYTES)


class Listing(NamedTuple):
    """Regular files below a directory, in tree order, four numbers per name.

    ``linked`` are the positions of symbolic links and of files with a second name. ``broken``
    are the names of links that lead nowhere; they are not among the files.
    """

    names: list[str]
    numbers: array[int]
    linked: list[int]
    broken: Sequence[str] = ()

    def signature(self, position: int) -> Signature:
        start = position * _FIELDS
        return Signature(*self.numbers[start : start + _FIELDS])

    def replace(self, position: int, signature: Signature) -> None:
        start = position * _FIELDS
        self.numbers[start : start + _FIELDS] = array("q", signature)

    def sizes(self) -> array[int]:
        return self.numbers[::_FIELDS]

    def size(self) -> int:
        return sum(self.sizes())


class Snapshot(NamedTuple):
    """What a directory held when it was last hashed."""

    names: bytes
    signatures: bytes
    digests: bytes
    oid: str
    size: int


def take(listing: Listing, digests: Sequence[str], oid: str, tick_ns: int) -> Snapshot:
    """Bind digests, taken when ``tick_ns`` began, to the listing they belong to."""
    return Snapshot(
        names=_pack_names(listing.names),
        signatures=_trusted(listing.numbers, tick_ns),
        digests=bytes.fromhex("".join(digests)),
        oid=oid,
        size=listing.size(),
    )


def matches(snapshot: Snapshot, listing: Listing) -> bool:
    return snapshot.signatures == listing.numbers.tobytes() and snapshot.names == _pack_names(
        listing.names
    )


def known_digests(snapshot: Snapshot, listing: Listing) -> list[str | None]:
    """Return the digest of each listed file that has not changed since."""
    old_names = _unpack_names(snapshot.names)
    rows = _rows(snapshot.signatures)
    digests = _unpack_digests(snapshot.digests)
    old = dict(zip(old_names, zip(rows, digests, strict=True), strict=True))
    current = _rows(listing.numbers.tobytes())
    found: list[str | None] = []
    for name, row in zip(listing.names, current, strict=True):
        before = old.get(name)
        found.append(before[1] if before is not None and before[0] == row else None)
    return found


def tree_of(snapshot: Snapshot) -> Tree:
    names = _unpack_names(snapshot.names)
    return Tree(tuple(zip(names, _unpack_digests(snapshot.digests), strict=True)))


def count_files(snapshot: Snapshot) -> int:
    return len(snapshot.digests) // _DIGEST_BYTES


def is_whole(snapshot: Snapshot) -> bool:
    """Say whether the parts fit together; a damaged store may give back anything."""
    files = count_files(snapshot)
    names = snapshot.names.count(b"\0")
    return (
        len(snapshot.digests) == files * _DIGEST_BYTES
        and len(snapshot.signatures) == files * _ROW_BYTES
        and names == files
    )


def _trusted(numbers: array[int], tick_ns: int) -> bytes:
    """Blank the signatures of files that may still be written within their tick."""
    packed = numbers.tobytes()
    mtimes, ctimes = numbers[1::_FIELDS], numbers[2::_FIELDS]
    newest = max(max(mtimes, default=0), max(ctimes, default=0))
    if newest < tick_ns - OLD_ENOUGH_NS:
        return packed
    blanked = bytearray(packed)
    for position, (mtime, ctime) in enumerate(zip(mtimes, ctimes, strict=True)):
        if not is_settled(Signature(0, mtime, ctime, 0), tick_ns):
            start = position * _ROW_BYTES
            blanked[start : start + _ROW_BYTES] = _UNTRUSTED_BYTES
    return bytes(blanked)


def _pack_names(names: list[str]) -> bytes:
    # Every name is ended, not separated, so that no files and one empty name differ.
    return os.fsencode("\0".join([*names, ""]))


def _unpack_names(packed: bytes) -> list[str]:
    return os.fsdecode(packed).split("\0")[:-1]


def _unpack_digests(packed: bytes) -> list[str]:
    text = packed.hex()
    return [text[i : i + _HEX_DIGITS] for i in range(0, len(text), _HEX_DIGITS)]


def _rows(packed: bytes) -> list[bytes]:
    return [packed[i : i + _ROW_BYTES] for i in range(0, len(packed), _ROW_BYTES)]
