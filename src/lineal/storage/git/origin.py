"""Where a repository came from, as its settings say."""

from __future__ import annotations

import os

from lineal.storage.git.clones import without_secret
from lineal.storage.git.process import run


def origin_of(git_root: str | None) -> str | None:
    """The URL of the remote that clones call ``origin``, without user and password."""
    if git_root is None:
        return None
    answer = run(["-C", git_root, "config", "--get", "remote.origin.url"])
    url = os.fsdecode(answer.out).strip()
    return without_secret(url) if url else None
