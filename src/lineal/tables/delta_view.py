"""A Delta table that is tracked as a directory, at a revision: a directory of links to objects.

deltalake reads directories, and knows nothing of caches. The links are named by content, so a
view is made once and never changes; it may be deleted at any time.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.pipeline.reading.tracked import tree_of
from lineal.pipeline.sharing.fetch import ensure_cached
from lineal.storage.removal import remove_path

if TYPE_CHECKING:
    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace

_VIEWS = "tables"


def view_of(ws: Workspace, used: Used) -> str:
    """The directory; what is not in the cache is fetched first."""
    ensure_cached(ws, [used])
    out = used.out
    directory = os.path.join(ws.project.lineal_dir, _VIEWS, used.oid.removesuffix(".dir"))
    if os.path.isdir(directory) and _is_whole(directory):
        return directory
    beside = f"{directory}.{os.getpid()}.new"
    for name, digest in tree_of(ws, out).members:
        path = f"{beside}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(ws.cache.object_path(digest, used.algorithm), path)
    if os.path.isdir(directory):
        remove_path(directory)
    try:
        os.rename(beside, directory)
    except OSError:
        # Somebody else was quicker; a view of that name has the same content.
        remove_path(beside)
    return directory


def _is_whole(directory: str) -> bool:
    """Links to a cache that was moved, or to objects that were collected, lead nowhere."""
    return all(
        os.path.exists(os.path.join(root, name))
        for root, _, names in os.walk(directory)
        for name in names
    )
