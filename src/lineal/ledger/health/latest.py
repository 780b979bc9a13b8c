"""The completeness of what is there now: by stage, of its latest execution that ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.codec import unpack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.stores.port import Store


def latest_completeness(store: Store, stages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """By address from the root; a stage that never ran, or whose record has none, is not there."""
    found = {}
    for stage in stages:
        rows = store.rows("latest_ran", stage)
        payload = unpack(rows[0][0]) if rows and rows[0][0] is not None else {}
        completeness = payload.get("completeness")
        if completeness is not None:
            found[stage] = completeness
    return found
