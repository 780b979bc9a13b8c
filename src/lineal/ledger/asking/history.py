"""What a stage's numbers were over its last executions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.asking.state import State
    from lineal.ledger.stores.port import Store

#: So many executions back, as many as a drawing has room for.
MOST = 24


def metric_histories(store: Store, states: Iterable[State]) -> dict[str, list[float]]:
    """Of every metric of the states' stages, oldest first, up to the newest of them."""
    newest: dict[str, bytes] = {}
    for state in states:
        for one in state.stages:
            if one.payload.get("metrics") and one.id:
                newest[one.stage] = max(newest.get(one.stage, b""), one.id)
    found: dict[str, list[float]] = {}
    for stage, id_ in newest.items():
        for key, number in store.rows("metric_history", stage, id_, MOST):
            found.setdefault(key, []).insert(0, number)
    return found
