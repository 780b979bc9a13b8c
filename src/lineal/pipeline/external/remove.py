"""Removes what a stage wrote to a URL, before the stage writes it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.external.source import LOCAL, Wanted, open_source
from lineal.storage.removal import remove_path

if TYPE_CHECKING:
    from lineal.pipeline.workspace import Workspace


def remove_url(ws: Workspace, want: Wanted) -> None:
    """A file, or everything below the URL. A whole bucket or root directory is never removed."""
    with open_source(ws.config, want) as source:
        if not source.key:
            return
        if source.scheme == LOCAL:
            remove_path(source.path)
            return
        keys = [source.key]
        if source.is_listable:
            keys += [info.key for info in source.remote.list(f"{source.key}/")]
        source.remote.remove(keys)
