"""What separates a directory from the one that is wanted.

Pure: two trees in, three lists out. ``storage.checkout`` acts on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lineal.storage.tree import Tree


class TreeChanges(NamedTuple):
    """Relative paths; each list keeps tree order."""

    added: list[str]
    modified: list[str]
    deleted: list[str]
    unchanged: list[str]


def compare_trees(present: Tree | None, wanted: Tree) -> TreeChanges:
    before = dict(present.members) if present is not None else {}
    after = dict(wanted.members)
    added, modified, unchanged = [], [], []
    for name, digest in wanted.members:
        if name not in before:
            added.append(name)
        elif before[name] != digest:
            modified.append(name)
        else:
            unchanged.append(name)
    deleted = [name for name in before if name not in after]
    return TreeChanges(added, modified, deleted, unchanged)
