"""Which workspace files must be linked anew once their content is in the cache.

The rules are DVC's, and so is the difference between a file inside a directory and a
file that is an output by itself. Reads links and inodes; changes nothing.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_INDEPENDENT = ("copy", "reflink")


class Stance(NamedTuple):
    """How a workspace file is linked; ``destination`` is set for a symbolic link."""

    destination: str | None
    links: int
    inode: int
    mode: int
    size: int

    @property
    def is_copy(self) -> bool:
        return self.destination is None and self.links == 1


def stance_of(path: str) -> Stance:
    st = os.lstat(path)
    destination = os.readlink(path) if stat.S_ISLNK(st.st_mode) else None
    if destination is not None:
        st = os.stat(path)
    return Stance(destination, st.st_nlink, st.st_ino, stat.S_IMODE(st.st_mode), st.st_size)


def is_link_of(stance: Stance, object_path: str, kind: str) -> bool:
    """Say whether a file is linked to the object already, in just that way."""
    if kind == "symlink":
        return stance.destination == object_path
    return kind == "hardlink" and stance.links > 1 and stance.inode == os.stat(object_path).st_ino


def member_needs_relink(
    stance: Stance, link_types: Sequence[str], object_path: str, object_inode: int | None
) -> bool:
    """Judge a file inside a directory by how it was linked before it was stored."""
    for kind in link_types:
        if kind in _INDEPENDENT and stance.is_copy:
            return False
        if kind == "hardlink" and stance.destination is None and stance.links > 1:
            return stance.inode != object_inode
        if kind == "symlink" and stance.destination is not None:
            return stance.destination != object_path
    return True


def stays_copied(link_types: Sequence[str]) -> bool:
    """Say whether a plain file inside a directory is left alone whatever else is configured.

    Only when hardlinks are not the first choice: those make the file itself the object.
    """
    return link_types[:1] != ("hardlink",) and any(kind in _INDEPENDENT for kind in link_types)


def may_adopt(stance: Stance, link_types: Sequence[str], *, is_member: bool) -> bool:
    """Say whether the workspace file itself may become the object, sharing its inode.

    Not when it has other names: their owner could change the object through them. And
    not when it stays a copy, as files of a directory do if any kind of copy is allowed.
    """
    if not stance.is_copy or stance.size == 0:
        return False
    first = link_types[0] if link_types else "copy"
    if first == "symlink":
        return not is_member or not any(kind in _INDEPENDENT for kind in link_types)
    return first == "hardlink"
