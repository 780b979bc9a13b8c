"""The cache: that it can be written, and how files come from it into the workspace."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from lineal.ledger.health.finding import ADVICE, BROKEN, GOOD, Finding
from lineal.storage.atomic import temporary_beside
from lineal.storage.links import LINKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked
    from lineal.pipeline.workspace import Workspace

_SHARING = "reflink,hardlink,symlink,copy"


def check(ws: Workspace, _asked: Asked) -> Iterator[Finding]:
    root = ws.cache.root
    standing = root
    while not os.path.isdir(standing):
        standing = os.path.dirname(standing)
    if not os.access(standing, os.W_OK | os.X_OK):
        hint = f"chmod u+w {standing}, or lineal config cache.dir DIRECTORY"
        yield Finding(BROKEN, f"the cache {root} cannot be written", hint)
        return
    kind = _first_that_works(ws.cache.link_types, standing, ws.project.lineal_dir)
    asked = ", ".join(ws.cache.link_types)
    if kind is None:
        hint = f"lineal config cache.type {_SHARING}"
        yield Finding(BROKEN, f"no type of link works here: {asked}", hint)
    elif kind == "copy" and ws.cache.link_types == ("reflink", "copy"):
        yield Finding(
            ADVICE,
            f"{root}: files are copied, so data takes its space twice: no reflinks here",
            f"lineal config cache.type {_SHARING}  (linked files must not be edited in place)",
        )
    else:
        yield Finding(GOOD, f"{root}, files come as {kind}")


def _first_that_works(kinds: tuple[str, ...], cache: str, workspace: str) -> str | None:
    """Tried, as nothing else says it for sure."""
    source = temporary_beside(f"{cache}/doctor")
    target = temporary_beside(f"{workspace}/doctor")
    try:
        with open(source, "wb") as stream:
            stream.write(b"lineal doctor\n")
        for kind in kinds:
            with suppress(OSError):
                LINKS[kind](source, target, 0o666)
                return kind
        return None
    finally:
        for path in (source, target):
            with suppress(OSError):
                os.unlink(path)
