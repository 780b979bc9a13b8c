"""From what a lock entry or a ``.dvc`` file says to what was used and made. Pure."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from lineal.base.canonical import plain
from lineal.ledger.entries import content_name
from lineal.ledger.rows import METRIC, PLOT
from lineal.ledger.secrets import without_login
from lineal.pipeline.records import read_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.kinds.execution import Edge

#: What outputs are declared as, where that is a role of its own.
ROLES = {"metrics": METRIC, "plots": PLOT}


def uses_of(entry: Mapping[str, Any], wdir: str) -> list[Edge]:
    """``wdir`` is the directory of the stage, from the root."""
    return _edges(entry.get("deps") or (), wdir, {})


def makes_of(entry: Mapping[str, Any], wdir: str, kinds: Mapping[str, str]) -> list[Edge]:
    """``kinds`` are what outputs are declared as, by path as spelled."""
    return _edges(entry.get("outs") or (), wdir, kinds)


def params_of(entry: Mapping[str, Any], wdir: str) -> dict[str, dict[str, Any]]:
    """By file, flat: a parameter that holds further ones is those."""
    return {
        from_root(wdir, file): dict(leaves(values))
        for file, values in (entry.get("params") or {}).items()
        if isinstance(values, dict)
    }


def from_root(wdir: str, spelled: str) -> str:
    """A path from the project's root; what is elsewhere as it is, but for a login."""
    if "://" in spelled:
        return without_login(spelled)
    return posixpath.normpath(posixpath.join(wdir, spelled))


def leaves(values: Mapping[Any, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Dotted names with values that hold no further names."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", plain(value)


def _edges(items: Iterable[Mapping[str, Any]], wdir: str, kinds: Mapping[str, str]) -> list[Edge]:
    edges = []
    for item in items:
        oid = content_name(item) or read_entry(item).oid
        if oid is None:
            continue
        edge: Edge = {"path": from_root(wdir, _spelled(item)), "oid": oid}
        if isinstance(item.get("size"), int):
            edge["size"] = item["size"]
        if isinstance(item.get("nfiles"), int):
            edge["nfiles"] = item["nfiles"]
        role = ROLES.get(kinds.get(str(item.get("path")), ""))
        if role is not None:
            edge["role"] = role
        edges.append(edge)
    return edges


def _spelled(item: Mapping[str, Any]) -> str:
    """What is taken out of another project is called by its URL."""
    path = str(item.get("path") or "")
    repo = item.get("repo")
    if not isinstance(repo, dict):
        return path
    url = str(repo.get("url", ""))
    return f"{url}/{path}" if path else url
