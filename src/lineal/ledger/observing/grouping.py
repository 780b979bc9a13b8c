"""Many files of one directory, said in one line. Pure."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.observing.evidence import Touch

#: Of so many files of one directory, one line each; of more, one line for the directory.
_FEW = 5
_MOST_GROUPS = 20


class Group(NamedTuple):
    """One file, or the files touched below one directory."""

    path: str
    files: int
    at: str

    @property
    def shown(self) -> str:
        return self.path if self.files == 1 else f"{self.files:,} files of {self.path}"


def grouped(touches: Iterable[Touch]) -> list[Group]:
    """In order; the directories that are said are as deep as they can be, and not too many."""
    groups = [Group(one.path, 1, one.at) for one in touches]
    groups = _merged(groups, _FEW)
    while len(groups) > _MOST_GROUPS:
        fewer = _merged(groups, 1)
        if len(fewer) == len(groups):
            break
        groups = fewer
    return groups


def _merged(groups: list[Group], few: int) -> list[Group]:
    """Those of one parent become the parent, when there are more than ``few``; never the root."""
    by_parent: dict[str, list[Group]] = {}
    for one in groups:
        by_parent.setdefault(posixpath.dirname(one.path), []).append(one)
    merged: list[Group] = []
    for parent, members in by_parent.items():
        if parent in {"", "/"} or len(members) <= few:
            merged += members
        else:
            merged.append(Group(parent, sum(one.files for one in members), members[0].at))
    return merged
