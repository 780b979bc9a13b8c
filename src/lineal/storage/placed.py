"""Which outputs were put into the workspace.

From this ``checkout`` knows what it can take away because no stage of the current revision has it.

Written once, when a verb ends. What is lost with a killed process is only tidiness.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable


class Placed:
    """Object ids by path relative to the project."""

    __slots__ = ("_file", "_known", "_new", "_root")

    def __init__(self, file: str, root: str) -> None:
        self._file = file
        self._root = root
        self._known: dict[str, str] | None = None
        self._new: dict[str, str | None] = {}

    def note(self, path: str, oid: str) -> None:
        self._new[os.path.relpath(path, self._root)] = oid

    def forget(self, path: str) -> None:
        self._new[os.path.relpath(path, self._root)] = None

    def besides(self, paths: Iterable[str]) -> dict[str, str]:
        """What was placed at other paths than these."""
        kept = {os.path.relpath(path, self._root) for path in paths}
        current = self._current()
        return {
            os.path.join(self._root, path): oid for path, oid in current.items() if path not in kept
        }

    def close(self) -> None:
        """Another process may have written meanwhile: only what we did is merged in."""
        if not self._new:
            return
        self._known = None
        before = self._load()
        current = self._current()
        if current != before:
            write_atomic(self._file, json.dumps(current).encode())

    def _current(self) -> dict[str, str]:
        merged: dict[str, str | None] = {**self._load(), **self._new}
        return {path: oid for path, oid in merged.items() if oid is not None}

    def _load(self) -> dict[str, str]:
        if self._known is None:
            try:
                with open(self._file, encoding="utf-8", errors="surrogateescape") as file:
                    found = json.load(file)
            except (OSError, ValueError):
                found = {}  # absent or damaged: nothing is taken away that is not known for sure
            pairs = found.items() if isinstance(found, dict) else ()
            self._known = {str(path): str(oid) for path, oid in pairs}
        return self._known
