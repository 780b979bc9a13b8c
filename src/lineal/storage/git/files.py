"""The files of one commit, under the paths they have in a working tree."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.storage.files import Entries
from lineal.storage.git.objects import DIRECTORY, Entry

if TYPE_CHECKING:
    from lineal.storage.git.objects import GitObjects

_MOST_LINKS = 16


class RevisionFiles:
    """A commit as `storage.files.Files`; ``root`` is where its working tree is, or would be."""

    __slots__ = ("_objects", "_prefix", "_tree", "commit", "root")

    def __init__(self, objects: GitObjects, commit: str, root: str) -> None:
        self._objects = objects
        self.commit = commit
        self.root = root
        self._prefix = f"{root.rstrip('/')}/"
        self._tree = objects.commit_tree(commit)

    def read(self, path: str) -> bytes | None:
        entry = self.entry(path)
        return self._objects.read(entry.sha) if entry is not None and entry.is_file else None

    def is_dir(self, path: str) -> bool:
        entry = self.entry(path)
        return entry is not None and entry.is_dir

    def exists(self, path: str) -> bool:
        return self.entry(path) is not None

    def scan(self, directory: str, endings: str | tuple[str, ...] = "") -> Entries:
        here = self.entry(directory)
        if here is None or not here.is_dir:
            return Entries([], [])
        listed = self._objects.scan(here.sha, endings)
        linked = [name for name in listed.links if self._is_file(f"{directory}/{name}")]
        return Entries([*listed.subdirs], [*listed.files, *linked])

    def entry(self, path: str) -> Entry | None:
        """What is at a path, links followed; None also for what they lead out of the commit."""
        return self._entry(path, _MOST_LINKS)

    def _entry(self, path: str, links: int) -> Entry | None:
        if path == self.root:
            return self._root_entry()
        if not path.startswith(self._prefix) or not links:
            return None
        here: Entry | None = self._root_entry()
        below = self.root.rstrip("/")
        parts = path[len(self._prefix) :].split("/")
        for at, name in enumerate(parts):
            if here is None or not here.is_dir:
                return None
            here = self._objects.tree(here.sha).get(name)
            if here is not None and here.is_link:
                target = os.path.join(below, os.fsdecode(self._objects.read(here.sha)))
                rest = os.path.join(target, *parts[at + 1 :])
                return self._entry(os.path.normpath(rest), links - 1)
            below = f"{below}/{name}"
        return here

    def _root_entry(self) -> Entry:
        return Entry(DIRECTORY, self._tree)

    def _is_file(self, path: str) -> bool:
        found = self.entry(path)
        return found is not None and found.is_file
