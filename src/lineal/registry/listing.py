"""Versions with what points at them and what their facts say, for people to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.codec import unpack
from lineal.registry.aliases import current, moves
from lineal.registry.versions import known_versions, models, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.stores.port import Store
    from lineal.registry.aliases import Move
    from lineal.registry.versions import Version


class Listed(NamedTuple):
    """``payload`` is of `ledger.kinds.version`; ``aliases`` point at it now."""

    version: Version
    aliases: tuple[str, ...]
    payload: Mapping[str, Any]


class Shown(NamedTuple):
    """``moves`` are those to this version, and the refused ones, in their order."""

    listed: Listed
    moves: tuple[Move, ...]


def list_models(store: Store, model: str | None = None) -> list[Listed]:
    """The newest of each first; of one model when that is said."""
    names = models(store) if model is None else [model]
    return [one for name in names for one in reversed(_listed(store, known_versions(store, name)))]


def show_model(store: Store, name: str) -> Shown:
    version = resolve(store, name)
    made = [one for one in moves(store, version.model) if one.target.bundle == version.bundle]
    (listed,) = _listed(store, [version])
    return Shown(listed, tuple(made))


def _listed(store: Store, versions: list[Version]) -> list[Listed]:
    found = store.each("payload_of_fact", [(one.num,) for one in versions])
    pointed = current(store, versions[0].model) if versions else {}
    return [
        Listed(version, _aliases(version, pointed), unpack(row[0]) if row and row[0] else {})
        for version, row in zip(versions, found, strict=True)
    ]


def _aliases(version: Version, pointed: Mapping[str, Any]) -> tuple[str, ...]:
    exact = (version.number, version.bundle)
    return tuple(sorted(name for name, one in pointed.items() if tuple(one) == exact))
