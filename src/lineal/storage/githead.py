"""Which commit is checked out, read from Git's files: for those who cannot wait for Git."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from lineal.storage.gitrules import resolve_git_dir

_COMMIT = re.compile("[0-9a-f]{40}([0-9a-f]{24})?")
_MOST_HOPS = 5


def head_commit(git_root: str | None) -> str | None:
    """None without Git, before the first commit, and where refs are kept in a newer way."""
    if git_root is None:
        return None
    git_dir = resolve_git_dir(git_root)
    said = _read(f"{git_dir}/HEAD")
    for _ in range(_MOST_HOPS):
        if said is None or not said.startswith("ref: "):
            break
        said = _ref(git_dir, said[5:])
    return said if said is not None and _COMMIT.fullmatch(said) else None


def _ref(git_dir: str, name: str) -> str | None:
    if not name.startswith("refs/") or ".." in name:
        return None
    common = git_dir
    shared = _read(f"{git_dir}/commondir")
    if shared is not None:
        common = os.path.normpath(os.path.join(git_dir, shared))
    return _read(f"{git_dir}/{name}") or _read(f"{common}/{name}") or _packed(common, name)


def _packed(git_dir: str, name: str) -> str | None:
    with suppress(OSError), open(f"{git_dir}/packed-refs", encoding="utf-8") as file:
        for line in file:
            commit, _, ref = line.strip().partition(" ")
            if ref == name:
                return commit
    return None


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except (OSError, UnicodeDecodeError):
        return None
