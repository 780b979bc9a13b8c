"""Listing the files of a directory with their signatures: one stat per file.

This is the floor under every check of an unchanged directory, so it does nothing
per file that could be done per directory. A link that leads nowhere is part of what is
found: whether that is an error depends on whether anybody needs its bytes.
"""

from __future__ import annotations

import os
import stat
from array import array
from typing import TYPE_CHECKING, Final

from lineal.base.errors import DataError
from lineal.storage.signature import signature_of
from lineal.storage.snapshot import Listing

if TYPE_CHECKING:
    from lineal.storage.ignore import IgnoreRules

_IGNORE_FILE: Final = ".dvcignore"
# Names that make a directory worth a closer look; all others need no rule.
_NOTABLE: Final = frozenset((_IGNORE_FILE, ".git", ".git/", ".hg/", ".dvc", ".dvc/", ".lineal/"))
# As stat.S_ISREG, without a call for each file.
_TYPE_BITS: Final = stat.S_IFMT(0xFFFF)
_REGULAR: Final = stat.S_IFREG
# (key to sort by, entry, whether it is a directory)
_Entry = tuple[str, "os.DirEntry[str]", bool]


def list_files(root: str, ignore: IgnoreRules | None) -> Listing:
    """List regular files below ``root`` in the order of a ``.dir`` object.

    A directory sorts as its name with a slash, which is where its files belong
    among the full paths; so the walk comes out sorted and nobody sorts again.
    """
    names: list[str] = []
    numbers = array("q")
    linked: list[int] = []
    broken: list[str] = []
    stack = [("", iter(_entries(root, ignore)))]
    while stack:
        prefix, entries = stack[-1]
        for key, entry, is_dir in entries:
            if is_dir:
                below = prefix + key
                stack.append((below, iter(_entries(entry.path, ignore))))
                break
            try:
                st = entry.stat()
            except FileNotFoundError:
                # A file deleted meanwhile is no concern.
                if os.path.islink(entry.path):
                    broken.append(prefix + key)
                continue
            if st.st_mode & _TYPE_BITS != _REGULAR:
                _check_passable(entry, st)
                continue
            if st.st_nlink != 1 or entry.is_symlink():
                linked.append(len(names))
            names.append(prefix + key)
            try:
                numbers.extend((st.st_size, st.st_mtime_ns, st.st_ctime_ns, st.st_ino))
            except OverflowError:
                del numbers[4 * len(names) - 4 :]
                numbers.extend(signature_of(st))
        else:
            stack.pop()
    return Listing(names, numbers, linked, broken)


def _entries(directory: str, ignore: IgnoreRules | None) -> list[_Entry]:
    with os.scandir(directory) as scanned:
        found: list[_Entry] = [
            (f"{entry.name}/", entry, True)
            if entry.is_dir(follow_symlinks=False)
            else (entry.name, entry, False)
            for entry in scanned
        ]
    found.sort()
    keys = {key for key, _, _ in found}
    if keys.isdisjoint(_NOTABLE) and (ignore is None or ignore.is_default(directory)):
        return found
    if ignore is not None:
        found = _without_ignored(directory, found, ignore)
    if any(key == _IGNORE_FILE for key, _, _ in found):
        raise DataError(
            f"a {_IGNORE_FILE} file inside tracked data: {directory}/{_IGNORE_FILE}",
            hint=f"move its patterns to the {_IGNORE_FILE} of a parent directory",
        )
    return found


def _without_ignored(directory: str, found: list[_Entry], ignore: IgnoreRules) -> list[_Entry]:
    dirs = [entry.name for _, entry, is_dir in found if is_dir]
    files = [entry.name for _, entry, is_dir in found if not is_dir]
    kept_dirs, kept_files = map(set, ignore.filter_names(directory, dirs, files))
    return [row for row in found if row[1].name in (kept_dirs if row[2] else kept_files)]


def broken_link(path: str) -> DataError:
    """The error for who needs the bytes behind a link that leads nowhere."""
    return DataError(
        f"broken symbolic link in tracked data: {path}",
        hint="remove the link or restore what it points to",
    )


def _check_passable(entry: os.DirEntry[str], st: os.stat_result) -> None:
    """Let links to directories pass: like DVC, they are neither followed nor recorded."""
    if not stat.S_ISDIR(st.st_mode):
        raise DataError(
            f"neither a file nor a directory: {entry.path}",
            hint="remove it, or list it in .dvcignore",
        )
