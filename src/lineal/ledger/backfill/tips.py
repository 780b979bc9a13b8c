"""How far history was imported: commits that are in the ledger with all their ancestors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.backfill.commits import Commit
    from lineal.ledger.stores.port import Store

_KEY = "backfill:"


class Tips:
    """Of one project in one store; clones may know different commits of them."""

    __slots__ = ("_key", "_store", "_tips")

    def __init__(self, store: Store, prefix: str) -> None:
        self._store = store
        self._key = _KEY + prefix
        rows = store.rows("backfill_tips", self._key)
        self._tips: dict[str, None] = dict.fromkeys(json.loads(rows[0][0]) if rows else ())

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self._tips)

    def advance(self, commits: Iterable[Commit]) -> None:
        """These are in the ledger now, in the order of history: they stand for their parents."""
        for commit in commits:
            if commit.is_boundary:
                continue
            for parent in commit.parents:
                self._tips.pop(parent, None)
            self._tips[commit.sha] = None

    def save(self) -> None:
        with self._store.writing():
            self._store.run("set_backfill_tips", self._key, json.dumps(list(self._tips)))
