"""What really happened, kept by the script that made it happen. Shares no code with Lineal.

At the level of files: a stage that reads a directory reads all its files. Whoever asks what made
a file asks the last act that wrote exactly these bytes there, at or before the time they were
read; so bytes that come back, and bytes that coincide, are told apart by path and time.
"""

from __future__ import annotations

from typing import NamedTuple


class Version(NamedTuple):
    """Bytes at a path, by their MD5."""

    path: str
    md5: str


class Act(NamedTuple):
    """The nth time something was made by a stage; adding data is an act of its .dvc file."""

    stage: str
    nth: int

    def __str__(self) -> str:
        return f"{self.stage} {self.nth}"


class Deed(NamedTuple):
    act: Act
    reads: frozenset[Version]
    writes: frozenset[Version]
    params: frozenset[tuple[str, object]]


class Truth:
    """All deeds in order."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []

    def add(
        self,
        stage: str,
        reads: set[Version],
        writes: set[Version],
        params: dict[str, object] | None = None,
    ) -> Act:
        act = Act(stage, 1 + sum(deed.act.stage == stage for deed in self.deeds))
        values = frozenset((params or {}).items())
        self.deeds.append(Deed(act, frozenset(reads), frozenset(writes), values))
        return act

    def maker(self, version: Version, before: int | None = None) -> int | None:
        """The place of the last deed that wrote this, before the deed at a place."""
        places = [place for place, deed in enumerate(self.deeds[:before]) if version in deed.writes]
        return places[-1] if places else None

    def ancestors(self, version: Version) -> set[Act]:
        """Every act that what is at this path now comes from."""
        found: set[int] = set()
        start = self.maker(version)
        pending = [] if start is None else [start]
        while pending:
            place = pending.pop()
            if place in found:
                continue
            found.add(place)
            makers = (self.maker(read, place) for read in self.deeds[place].reads)
            pending += [maker for maker in makers if maker is not None]
        return {self.deeds[place].act for place in found}

    def sources(self, version: Version) -> set[Version]:
        """What it comes from that was added, or that nobody made."""
        acts = self.ancestors(version)
        deeds = [(place, deed) for place, deed in enumerate(self.deeds) if deed.act in acts]
        unmade = {
            read for place, deed in deeds for read in deed.reads if self.maker(read, place) is None
        }
        read = {read for _, deed in deeds for read in deed.reads} | {version}
        added = {
            made for _, deed in deeds if deed.act.stage.endswith(".dvc") for made in deed.writes
        }
        return unmade | (added & read)

    def descendants(self, version: Version) -> set[Act]:
        """Every act that read it, or something made from it."""
        reached: set[int] = set()
        for place, deed in enumerate(self.deeds):
            direct = version in deed.reads
            makers = {self.maker(read, place) for read in deed.reads}
            if direct or makers & reached:
                reached.add(place)
        return {self.deeds[place].act for place in reached}

    def with_param(self, key: str, value: object) -> set[Act]:
        """The acts that had this value, and everything after them."""
        reached: set[int] = set()
        for place, deed in enumerate(self.deeds):
            makers = {self.maker(read, place) for read in deed.reads}
            if (key, value) in deed.params or makers & reached:
                reached.add(place)
        return {self.deeds[place].act for place in reached}
