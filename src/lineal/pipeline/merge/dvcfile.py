"""Merging a ``.dvc`` file: what it says of its data as one thing, everything else key by key. Pure.

Two directories that both changed are merged file by file, by whoever can read them: the port
`MergeDirectories`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lineal.pipeline.merge.clash import FIELD, OUTPUT, Clash
from lineal.pipeline.merge.threeway import ABSENT, merge_fields, merge_mappings, settle
from lineal.pipeline.records import import_checksum
from lineal.storage.tree import TREE_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

Entry = dict[str, Any]

# What was measured of the bytes: from one side as a whole, or it describes nothing.
_CONTENT = (
    "md5",
    "size",
    "nfiles",
    "isexec",
    "hash",
    "etag",
    "checksum",
    "version_id",
    "files",
    "cloud",
)
# They follow the bytes, and make no difference of their own.
_BESIDES = ("size", "nfiles", "cloud")


class MergedDvc(NamedTuple):
    data: dict[str, Any]
    clashes: tuple[Clash, ...]


class MergeDirectories(Protocol):
    """Merge the directories three entries record; None when they cannot be read."""

    def __call__(
        self, path: str, base: Entry, ours: Entry, theirs: Entry
    ) -> tuple[Entry, list[Clash]] | None: ...


def merge_dvc(
    sides: tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]],
    directories: MergeDirectories,
    *,
    ancestor: bool = False,
) -> MergedDvc:
    """Sides are the common ancestor, ours and theirs, each as parsed.

    An ``ancestor`` is only a base for another merge: there, what clashes is left out.
    """
    merge = _Merge(directories, ancestor=ancestor)
    base, ours, theirs = sides
    heads = _without_places(base), _without_places(ours), _without_places(theirs)
    data = merge_fields(heads, merge.field)
    if any(side.get("deps") for side in sides):
        places = merge.imported(base, ours, theirs)
    else:
        places = {"outs": merge.outs(base, ours, theirs)}
    data.update((key, value) for key, value in places.items() if value)
    merged = {key: data[key] for key in dict.fromkeys((*ours, *data)) if key in data}
    if "md5" in merged:
        merged["md5"] = import_checksum(merged)
    return MergedDvc(merged, tuple(merge.clashes))


class _Merge:
    """The clashes of one file while it is merged."""

    __slots__ = ("ancestor", "clashes", "directories")

    def __init__(self, directories: MergeDirectories, *, ancestor: bool) -> None:
        self.ancestor = ancestor
        self.directories = directories
        self.clashes: list[Clash] = []

    def field(self, name: str, ours: object, theirs: object) -> object:
        return self.note(Clash(FIELD, name, ours, theirs, "both sides changed it"))

    def note(self, clash: Clash) -> object:
        if self.ancestor:
            return ABSENT
        sides = [None if side is ABSENT else side for side in (clash.ours, clash.theirs)]
        self.clashes.append(clash._replace(ours=sides[0], theirs=sides[1]))
        return clash.ours

    def imported(
        self, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> dict[str, Any]:
        """An import: source and data belong together, so one side is taken."""
        mine, other = _places(ours), _places(theirs)
        settled = settle(_places(base), mine, other)
        if settled.clash and not self.ancestor:
            why = "both sides imported something else: `lineal update` fetches the newest"
            name = _name((ours.get("outs") or [{}])[0])
            self.clashes.append(Clash(OUTPUT, name, mine, other, why))
        taken: dict[str, Any] = settled.value
        return taken

    def outs(
        self, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> list[Entry]:
        lists = [list(side.get("outs") or ()) for side in (base, ours, theirs)]
        # The only output of a file is the same one, also when it was given another name.
        single = all(len(entries) <= 1 for entries in lists)
        keyed = [{0 if single else _name(entry): entry for entry in entries} for entries in lists]
        merged = merge_mappings((keyed[0], keyed[1], keyed[2]), self.out)
        return list(merged.values())

    def out(self, _key: object, base: object, ours: object, theirs: object) -> object:
        """One output that both sides changed."""
        if not (isinstance(ours, dict) and isinstance(theirs, dict)):
            entry = ours if isinstance(ours, dict) else theirs
            name = _name(entry) if isinstance(entry, dict) else ""
            return self.note(Clash(OUTPUT, name, ours, theirs, "one side no longer tracks it"))
        old = base if isinstance(base, dict) else {}
        fields = _fields(old), _fields(ours), _fields(theirs)
        merged = merge_fields(fields, self.field, "outs.")
        content = self.content(_name(ours), _content(old), _content(ours), _content(theirs))
        ordered = dict.fromkeys((*ours, *content, *merged))
        return {
            key: content[key] if key in content else merged[key]
            for key in ordered
            if key in content or key in merged
        }

    def content(self, name: str, base: Entry, ours: Entry, theirs: Entry) -> Entry:
        settled = settle(_identity(base), _identity(ours), _identity(theirs))
        if not settled.clash:
            same = [side for side in (ours, theirs) if _identity(side) == settled.value]
            return next((side for side in same if "cloud" in side), same[0])
        if all(str(side.get("md5", "")).endswith(TREE_SUFFIX) for side in (ours, theirs)):
            done = self.directories(name, base, ours, theirs)
            if done is not None:
                self.clashes += done[1]
                return done[0]
            why = "both sides changed it, and the lists of its files are not in the cache"
        else:
            why = "both sides changed it"
        if self.ancestor:
            return {}
        self.clashes.append(Clash(OUTPUT, name, ours, theirs, why))
        return ours


def _without_places(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in ("deps", "outs", "md5")} | (
        # Of an import; computed anew from what was merged.
        {"md5": None} if "md5" in data else {}
    )


def _places(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: data[key] for key in ("deps", "outs") if key in data}


def _name(entry: Mapping[str, Any]) -> str:
    return str(entry.get("path", ""))


def _content(entry: Mapping[str, Any]) -> Entry:
    return {key: value for key, value in entry.items() if key in _CONTENT}


def _fields(entry: Mapping[str, Any]) -> Entry:
    return {key: value for key, value in entry.items() if key not in _CONTENT}


def _identity(content: Entry) -> Entry:
    """The bytes themselves: sizes say nothing that the digest does not."""
    return {key: value for key, value in content.items() if key not in _BESIDES}
