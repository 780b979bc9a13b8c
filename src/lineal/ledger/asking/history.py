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
    until: dict[str, int] = {}
    for state in states:
        for one in state.stages:
            if one.payload.get("metrics") and one.id:
                time = one.payload["started"] + int(one.payload.get("seconds", 0) * 1_000_000)
                until[one.stage] = max(until.get(one.stage, 0), time)
    found: dict[str, list[float]] = {}
    for stage, time in until.items():
        for key, number in store.rows("metric_history", stage, time, MOST):
            found.setdefault(key, []).insert(0, number)
    return found
