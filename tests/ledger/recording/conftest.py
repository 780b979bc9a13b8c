"""A place to work in, and what its ledger says."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from lineal.ledger.codec import unpack
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from tests.pipeline.conftest import place

if TYPE_CHECKING:
    from tests.pipeline.place import Place

__all__ = ["place"]


def told(place: Place, kind: str = "execution") -> list[dict[str, Any]]:
    """The payloads of a kind, in the order of their facts, after catching up."""
    with open_workspace(str(place.root)) as ws, open_ledger(ws) as ledger:
        sql = "select payload from facts where kind = ? order by num"
        return [unpack(bytes(payload)) for (payload,) in ledger.store.select(sql, [kind])]


def statuses(place: Place) -> list[tuple[str, str]]:
    return [(one["stage"], one["status"]) for one in told(place)]


def git(place: Place, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=place.root, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(place: Place, message: str = "work") -> str:
    """All there is; the commit."""
    git(place, "add", "-A")
    git(place, "commit", "-qm", message)
    return git(place, "rev-parse", "HEAD")
