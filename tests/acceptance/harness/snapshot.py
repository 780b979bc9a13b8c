"""Everything of a repository that two tools must agree on, as one comparable value.

Taken: workspace files with bytes, modes and kind of link; the cache and the run cache with
bytes and modes; what Git has staged. Left out: times, ``.git`` itself, ``.dvc/tmp`` and
``.lineal`` (each tool's private state).
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.harness.project import Project

PRIVATE = (".git", ".lineal", ".dvc/tmp")
# DVC probes for link types with a file it may leave behind; ours have other names, so that
# one of ours left behind is still a difference.
PROBE = re.compile(r"\.[A-Za-z0-9_-]{22}\.tmp")


class Entry(NamedTuple):
    """One path: ``kind`` is file, dir, other, ``symlink`` or ``hardlink`` (into the cache)."""

    kind: str
    mode: int
    content: bytes


class Snapshot(NamedTuple):
    workspace: dict[str, Entry]
    cache: dict[str, Entry]
    staged: str


def take_snapshot(project: Project) -> Snapshot:
    root = os.fspath(project.root)
    cache_root = os.path.join(root, ".dvc", "cache")
    objects = {inode for _, inode in _inodes(cache_root)}
    everything = dict(_entries(root, root, objects))
    cache = {path: entry for path, entry in everything.items() if _in_cache(path)}
    workspace = {path: entry for path, entry in everything.items() if path not in cache}
    return Snapshot(workspace, cache, _staged(project))


def _in_cache(path: str) -> bool:
    return path == ".dvc/cache" or path.startswith(".dvc/cache/")


def _inodes(directory: str) -> Iterator[tuple[str, int]]:
    for parent, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(parent, name)
            yield path, os.lstat(path).st_ino


def _entries(root: str, directory: str, objects: set[int]) -> Iterator[tuple[str, Entry]]:
    with os.scandir(directory) as found:
        for item in found:
            relative = os.path.relpath(item.path, root)
            if private(relative) or PROBE.fullmatch(item.name):
                continue
            yield relative, _entry(item, root, objects)
            if item.is_dir(follow_symlinks=False):
                yield from _entries(root, item.path, objects)


def private(path: str) -> bool:
    """Also in a project below the project."""
    return any(path == name or path.endswith(f"/{name}") for name in PRIVATE)


def _entry(item: os.DirEntry[str], root: str, objects: set[int]) -> Entry:
    info = item.stat(follow_symlinks=False)
    mode = stat.S_IMODE(info.st_mode)
    if item.is_symlink():
        # Copies live at different roots; a link into the repository means the same in both.
        target = os.readlink(item.path).replace(root, "<root>")
        return Entry("symlink", 0, os.fsencode(target))
    if item.is_dir():
        return Entry("dir", mode, b"")
    if not stat.S_ISREG(info.st_mode):
        return Entry("other", mode, b"")
    inside = _in_cache(os.path.relpath(item.path, root))
    linked = info.st_nlink > 1 and info.st_ino in objects and not inside
    with open(item.path, "rb") as file:
        return Entry("hardlink" if linked else "file", mode, file.read())


def _staged(project: Project) -> str:
    if not (project.root / ".git").exists():
        return ""
    listed = subprocess.run(
        ["git", "ls-files", "--stage"],
        cwd=project.root,
        env=project.env,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout
