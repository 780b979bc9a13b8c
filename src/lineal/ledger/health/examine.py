"""Going through all checks: none keeps the others from being made."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from lineal.base.errors import LinealError
from lineal.base.version import __version__
from lineal.ledger.health.finding import BROKEN, GOOD, Examined, Finding
from lineal.ledger.health.registry import CHECKS
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked, Check
    from lineal.pipeline.workspace import Workspace


def examine(asked: Asked) -> Iterator[Examined]:
    """As it goes. Without a project that can be opened there is nothing else to look at."""
    yield Examined("tools", (Finding(GOOD, _tools()),))
    try:
        with open_workspace() as ws:
            yield Examined("project", (Finding(GOOD, ws.root),))
            broken: set[Finding] = set()
            for name, check in CHECKS.items():
                # What is broken for several checks is said once.
                found = tuple(one for one in _made(check, ws, asked) if one not in broken)
                broken.update(one for one in found if one.level == BROKEN)
                yield Examined(name, found)
    except LinealError as exc:
        yield Examined("project", (_broken(exc),))
    except OSError as exc:
        where = exc.filename or os.getcwd()
        finding = Finding(BROKEN, f"{where}: {exc.strerror}", "check its permissions")
        yield Examined("project", (finding,))


def _made(check: Check, ws: Workspace, asked: Asked) -> Iterator[Finding]:
    try:
        yield from check(ws, asked)
    except LinealError as exc:
        yield _broken(exc)


def _broken(exc: LinealError) -> Finding:
    return Finding(BROKEN, exc.message, exc.hint or "")


def _tools() -> str:
    import sqlite3  # deferred: only doctor asks for its version

    return (
        f"Lineal {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
