"""What separates two states of a project's data: paths, object ids, renames.

Pure: a `Side` is what one revision or the workspace holds, and two of them give entries to
compare. ``sides`` reads them; ``diff`` and ``data_status`` word the outcome, each in its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.pipeline.paths import is_inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lineal.storage.algorithm import Algorithm
    from lineal.storage.tree import Tree

# As storage.digest has it, which also reads files.
_MD5: Final = "md5"


class Entry(NamedTuple):
    """One path; without an oid nothing was ever recorded for it."""

    oid: str | None
    algorithm: Algorithm = _MD5
    is_dir: bool = False

    @property
    def identity(self) -> tuple[str | None, str]:
        """The same MD5 of two algorithms is not the same content."""
        return self.oid, self.algorithm


class Side(NamedTuple):
    """Outputs by path below the root, and what the directories among them hold.

    ``tree`` gives None for a list of files that cannot be had.
    """

    outs: Mapping[str, Entry]
    tree: Callable[[str], Tree | None]


EMPTY = Side({}, lambda _: None)


class Compared(NamedTuple):
    """Both sides with directories spelled out as far as they differ.

    What is below an ``unknown`` directory is on neither side.
    """

    before: dict[str, Entry]
    after: dict[str, Entry]
    unknown: frozenset[str]


class Renamed(NamedTuple):
    old: str
    new: str


def spell_out(old: Side, new: Side) -> Compared:
    """Only members that differ: two directories with one oid are not even read."""
    before, after = dict(old.outs), dict(new.outs)
    unknown: set[str] = set()
    for path in sorted(old.outs.keys() | new.outs.keys()):
        one, other = old.outs.get(path), new.outs.get(path)
        if one == other:
            continue
        gone, come = _members(old, path, one), _members(new, path, other)
        if gone is None or come is None:
            unknown.add(path)
            continue
        before.update(_entries(path, one, gone - come if _alike(one, other) else gone))
        after.update(_entries(path, other, come - gone if _alike(one, other) else come))
    return Compared(_known(before, unknown), _known(after, unknown), frozenset(unknown))


def common_members(old: Side, new: Side) -> dict[str, Entry]:
    """The members that are the same on both sides."""
    found: dict[str, Entry] = {}
    for path, one in old.outs.items():
        other = new.outs.get(path)
        if other is None or one.algorithm != other.algorithm:
            continue
        before, after = _members(old, path, one), _members(new, path, other)
        if before and after:
            found.update(_entries(path, one, before & after))
    return found


def unknown_members(old: Side, new: Side) -> dict[str, Entry]:
    """What is in a new directory, while nobody knows what was in the old one.

    Directories in it are among them, as DVC names these, too.
    """
    found: dict[str, Entry] = {}
    for path, entry in new.outs.items():
        if _members(old, path, old.outs.get(path)) is not None or not entry.is_dir:
            continue
        tree = new.tree(path)
        for name, oid in () if tree is None else tree.members:
            found[f"{path}/{name}"] = Entry(oid, entry.algorithm)
            parent = name.rpartition("/")[0]
            while parent:
                found[f"{path}/{parent}"] = Entry(None, is_dir=True)
                parent = parent.rpartition("/")[0]
    return found


def members_of(path: str, entry: Entry, tree: Tree) -> dict[str, Entry]:
    return dict(_entries(path, entry, tree.members))


def pair_renames(
    added: Mapping[str, Entry], deleted: Mapping[str, Entry]
) -> tuple[list[Renamed], list[str], list[str]]:
    """Deleted here and added there with one content is renamed, first to first in path order."""
    waiting: dict[tuple[str | None, str], list[str]] = {}
    for path in sorted(deleted, key=_parts, reverse=True):
        waiting.setdefault(deleted[path].identity, []).append(path)
    renamed, still_added = [], []
    for path in sorted(added, key=_parts):
        entry = added[path]
        sources = waiting.get(entry.identity) if entry.oid else None
        if sources:
            renamed.append(Renamed(sources.pop(), path))
        else:
            still_added.append(path)
    return renamed, still_added, sorted(path for left in waiting.values() for path in left)


def shown(path: str, entry: Entry | None) -> str:
    """Directories end in a slash."""
    return f"{path}/" if entry is not None and entry.is_dir else path


def within(paths: Iterable[str], roots: Iterable[str] | None) -> list[str]:
    """The paths in or below any of the roots; None means everywhere."""
    if roots is None:
        return list(paths)
    tops = outermost(roots)
    return [path for path in paths if any(is_inside(path, root) for root in tops)]


def outermost(paths: Iterable[str]) -> list[str]:
    """Without those that lie in another one."""
    kept: list[str] = []
    for path in sorted(set(paths), key=_parts):
        if not kept or not is_inside(path, kept[-1]):
            kept.append(path)
    return kept


def is_above(path: str, others: Iterable[str]) -> bool:
    """Whether any of the others lies below ``path``."""
    start = f"{path}/"
    return any(other.startswith(start) for other in others)


def _members(side: Side, path: str, entry: Entry | None) -> set[tuple[str, str]] | None:
    if entry is None or not entry.is_dir:
        return set()
    tree = side.tree(path)
    return None if tree is None else set(tree.members)


def _entries(
    path: str, entry: Entry | None, members: Iterable[tuple[str, str]]
) -> Iterable[tuple[str, Entry]]:
    algorithm: Algorithm = _MD5 if entry is None else entry.algorithm
    return ((f"{path}/{name}", Entry(oid, algorithm)) for name, oid in members)


def _alike(one: Entry | None, other: Entry | None) -> bool:
    return one is not None and other is not None and one.algorithm == other.algorithm


def _known(entries: dict[str, Entry], unknown: set[str]) -> dict[str, Entry]:
    if not unknown:
        return entries
    hidden = tuple(f"{path}/" for path in unknown)
    return {path: entry for path, entry in entries.items() if not path.startswith(hidden)}


def _parts(path: str) -> list[str]:
    return path.split("/")
