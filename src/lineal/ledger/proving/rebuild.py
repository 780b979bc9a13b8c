"""The tables again, from the facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.projecting import Projector
from lineal.ledger.stored import all_facts, read_fact

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store

_TABLES = (
    *("executions", "runs", "uses", "makes", "params", "metrics", "column_edges"),
    *("commits", "commit_entries", "listings", "listed", "versions", "alias_moves"),
    *("items", "artifacts", "names"),
)


def rebuild(store: Store) -> int:
    """How many facts were told again."""
    with store.writing():
        count = rebuild_within(store)
    store.erase()
    return count


def rebuild_within(store: Store) -> int:
    """The same, for a caller who holds the transaction."""
    for table in _TABLES:
        store.run(f"clear_{table}")
    projector = Projector(store)
    count = 0
    for batch in all_facts(store):
        told = []
        for stored in batch:
            try:
                told.append((stored.num, read_fact(stored)))
            except ValueError:
                # `lineal verify` names it; the others are not to suffer.
                continue
        projector.add(told)
        count += len(told)
    return count
