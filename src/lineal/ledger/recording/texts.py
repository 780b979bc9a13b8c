"""Logs and differences, kept by their digest; one that cannot be kept is said and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.kept import keep
from lineal.pipeline.run.outputlog import read_log

if TYPE_CHECKING:
    from lineal.pipeline.workspace import Workspace


def keep_log(ws: Workspace, directory: str, path: str | None) -> str | None:
    """What is kept of it is bounded, see `outputlog`."""
    if path is None:
        return None
    try:
        return keep_text(ws, directory, read_log(path))
    except FileNotFoundError:
        return None


def keep_text(ws: Workspace, directory: str, data: bytes | None) -> str | None:
    """Its digest; None for nothing."""
    if not data:
        return None
    try:
        return keep(directory, data)
    except FileNotFoundError:
        raise
    except OSError as exc:
        ws.warn(f"a log or difference is not kept in the ledger: {exc.filename}: {exc.strerror}")
        return None
