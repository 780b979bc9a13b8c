"""`lineal.yaml`, and whether what it asks for is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from lineal.ledger.endpoints import endpoints_of
from lineal.ledger.health.finding import BROKEN, GOOD, Finding
from lineal.ledger.opened import ledger_place
from lineal.ledger.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked
    from lineal.pipeline.workspace import Workspace

#: By the scheme of a URL: the module that is needed, and the extra that brings it.
_EXTRAS = {
    "postgresql": ("psycopg", "postgres"),
    "postgres": ("psycopg", "postgres"),
    "ssh": ("asyncssh", "ssh"),
    "sftp": ("asyncssh", "ssh"),
}


def check(ws: Workspace, _asked: Asked) -> Iterator[Finding]:
    settings = read_settings(ws)
    endpoints_of(settings.endpoints)
    wanted = {"the ledger": ledger_place(ws)}
    wanted |= {
        f"the remote {name!r}": one.get("url", "") for name, one in ws.config.remotes.items()
    }
    missing = list(_missing(wanted))
    yield from missing
    if not missing:
        said = "Python stages are not watched (observe: false)" if not settings.observe else ""
        yield Finding(GOOD, said or "everything asked for is installed")


def _missing(wanted: dict[str, str]) -> Iterator[Finding]:
    for what, url in wanted.items():
        module, extra = _EXTRAS.get(url.partition("://")[0] if "://" in url else "", ("", ""))
        if module and find_spec(module) is None:
            hint = f"pip install 'lineal[{extra}]'"
            yield Finding(BROKEN, f"{what} needs {module}, which is not installed", hint)
