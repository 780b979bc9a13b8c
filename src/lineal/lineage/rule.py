"""Small files of a registered bundle, for an answer that needs no more of it than these.

They are taken from the cache or the workspace and proved by the digest that the ledger knows;
the bundle as a whole is proved by who computes with it.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from lineal.ledger.members import members_of
from lineal.lineage.line import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace
    from lineal.registry.versions import Version

_LARGEST = 16 << 20
_DECISION = "decision.json"


def rule_of(ws: Workspace, ledger: Ledger, version: Version) -> Rule | None:
    found = document_of(ws, ledger, version, _DECISION)
    if found is None or not isinstance(found.get("threshold"), int | float):
        return None
    return Rule(
        float(found["threshold"]),
        found.get("positive", 1),
        found.get("negative", 0),
        str(found.get("note") or ""),
    )


def document_of(
    ws: Workspace, ledger: Ledger, version: Version, name: str
) -> Mapping[str, Any] | None:
    """None where its bytes are not here, or are others."""
    if version.oid is None:
        return None
    oid = (members_of(ledger.store, ws.cache, version.oid) or {}).get(name)
    if oid is None:
        return None
    places = [ws.cache.object_path(oid)]
    if version.path:
        places.append(os.path.join(ws.root, version.path, name))
    for place in places:
        raw = _read(place)
        if raw is not None and hashlib.md5(raw, usedforsecurity=False).hexdigest() == oid:
            found = _parsed(raw)
            return found if isinstance(found, dict) else None
    return None


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError:
        return None
    return raw if len(raw) <= _LARGEST else None


def _parsed(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
