"""What facts say, read back: payloads by number or id. The tables only find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.codec import unpack
from lineal.ledger.kinds import mirrored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.stores.port import Store

Payload = dict[str, Any]

_WEB = ("http://", "https://")


def payloads(store: Store, numbers: Iterable[int]) -> dict[int, Payload]:
    """By number; what was redacted is not there."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    return {number: unpack(data) for number, data in store.rows("payloads", wanted)}


def payload_of(store: Store, id_: bytes) -> Payload | None:
    """Of what several have said under one id, the first: it is the one in the tables."""
    found = store.rows("payload_of_id", id_)
    return unpack(found[0][0]) if found else None


def mirrors_of(store: Store, run: bytes) -> tuple[str, ...]:
    """Where else a run is, as URLs. They may be of others, so only plain ones are believed."""
    found: list[Payload] = []
    while payload := payload_of(store, mirrored.fact_id(run, len(found))):
        found.append(payload)
    urls = (str(one.get("url")) for one in found)
    return tuple(url for url in urls if url.startswith(_WEB) and url.isprintable())


def environment_of(store: Store, payload: Mapping[str, Any]) -> Payload | None:
    """What a run or execution says it ran in."""
    id_ = payload.get("environment")
    return payload_of(store, bytes.fromhex(id_)) if id_ else None
