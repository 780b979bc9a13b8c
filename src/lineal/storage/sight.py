"""One path as found on disk, on its way from "looked at" to "known".

Pure: ``storage.observe`` fills it, ``storage.store`` works through its gaps.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from lineal.storage.snapshot import Listing, Snapshot, known_digests, matches, take, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.storage.signature import Signature


class Sight:
    """What stat said about a path, and the digests known so far."""

    __slots__ = ("digests", "filled", "is_dir", "isexec", "listing", "path", "snapshot")

    def __init__(
        self, path: str, listing: Listing, digests: list[str | None], *, is_dir: bool, isexec: bool
    ) -> None:
        self.path = path
        self.listing = listing
        self.digests = digests
        self.is_dir = is_dir
        self.isexec = isexec
        # Set when the index holds this very directory: then no digest is unpacked.
        self.snapshot: Snapshot | None = None
        self.filled = False

    @classmethod
    def of_file(cls, path: str, seen: Signature, digest: str | None, *, isexec: bool) -> Sight:
        listing = Listing([""], array("q", seen), [0])
        return cls(path, listing, [digest], is_dir=False, isexec=isexec)

    @classmethod
    def of_directory(cls, path: str, listing: Listing, remembered: Snapshot | None) -> Sight:
        sight = cls(path, listing, [], is_dir=True, isexec=False)
        if remembered is None:
            sight.digests = [None] * len(listing.names)
        elif matches(remembered, listing):
            sight.snapshot = remembered
        else:
            sight.digests = known_digests(remembered, listing)
        return sight

    def gaps(self) -> list[int]:
        """Return the positions whose content is unknown."""
        return [position for position, digest in enumerate(self.digests) if digest is None]

    def file_path(self, position: int) -> str:
        name = self.listing.names[position]
        return f"{self.path}/{name}" if self.is_dir else self.path

    def signature(self, position: int) -> Signature:
        return self.listing.signature(position)

    def signatures(self, positions: Iterable[int]) -> list[Signature]:
        return [self.listing.signature(position) for position in positions]

    def fill(self, position: int, digest: str, seen: Signature) -> None:
        self.filled = True
        self.digests[position] = digest
        if seen != self.listing.signature(position):
            self.listing.replace(position, seen)

    def all_digests(self) -> list[str | None]:
        if self.snapshot is None:
            return self.digests
        return [digest for _, digest in tree_of(self.snapshot).members]

    def known(self) -> list[str]:
        """Return all digests; only valid when there are no gaps."""
        return [digest for digest in self.digests if digest is not None]

    def snapshot_as(self, oid: str, tick_ns: int) -> Snapshot:
        return take(self.listing, self.known(), oid, tick_ns)
