"""Remotes: whether there is one, and whether it answers. Asked only when that is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.health.finding import ADVICE, BROKEN, GOOD, Finding
from lineal.storage.remotes.opening import open_remote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked
    from lineal.pipeline.workspace import Workspace

#: No object has this name; who can say so can be asked.
_NOBODY = "files/md5/00/0000000000000000000000000000000"


def check(ws: Workspace, asked: Asked) -> Iterator[Finding]:
    default = ws.config.core.remote
    if default is None:
        text = "there is no default remote: data and ledger are only on this machine"
        hint = (
            "lineal remote add -d NAME URL"
            if not ws.config.remotes
            else "lineal remote default NAME"
        )
        yield Finding(ADVICE, text, hint)
        return
    if default not in ws.config.remotes:
        hint = f"lineal remote add {default} URL, or lineal remote default NAME"
        yield Finding(BROKEN, f"the default remote {default!r} is not there", hint)
        return
    remote = open_remote(ws.config)
    if not asked.remote:
        yield Finding(GOOD, f"{default}: {remote.url} (not asked; --remote does)")
        return
    remote.head(_NOBODY)
    yield Finding(GOOD, f"{default}: {remote.url} answers")
