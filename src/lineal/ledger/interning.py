"""Texts, object ids and the pairs of them as numbers: those known, and new ones for the rest.

All that a batch of facts needs is looked up together, so that a database far away is asked a
few times for a batch and not once for each edge. Whoever uses this holds the transaction: new
numbers follow the highest there is.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.oids import pack_oid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.stores.port import Store

# Names and artifacts come back soon or never; more of them are not worth their memory.
_MOST_REMEMBERED = 200_000
# Postgres indexes no longer text.
_LONGEST = 1000

Rows = dict[str, list[tuple[object, ...]]]


class Artifact(NamedTuple):
    """An object id, and its measures where they are known."""

    oid: str
    size: int | None = None
    nfiles: int | None = None


class Numbers:
    """For one transaction: it remembers numbers, which a rollback would take back."""

    __slots__ = ("_artifacts", "_ends", "_items", "_measured", "_names", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ends: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._artifacts: dict[str, int] = {}
        self._measured: set[int] = set()
        self._items: dict[tuple[int, int], int] = {}
        ((names, artifacts, items, facts),) = store.rows("ends")
        self._ends.update(names=names, artifacts=artifacts, items=items, facts=facts)

    def next(self, table: str) -> int:
        self._ends[table] += 1
        return self._ends[table]

    def name(self, text: str) -> int:
        return self._names[text]

    def artifact(self, oid: str) -> int:
        return self._artifacts[oid]

    def item(self, path: str, oid: str) -> int:
        return self._items[self._names[path], self._artifacts[oid]]

    def learn(
        self,
        names: Iterable[str],
        artifacts: Iterable[Artifact],
        items: Iterable[tuple[str, str]],
    ) -> Rows:
        """The rows that are new; from now on the numbers of all these are known."""
        self._forget()
        new: Rows = {}
        new["add_name"] = self._learn_names(dict.fromkeys(names))
        new["add_artifact"], new["measure_artifact"] = self._learn_artifacts(_merged(artifacts))
        new["add_item"] = self._learn_items(dict.fromkeys(items))
        return {statement: rows for statement, rows in new.items() if rows}

    def _forget(self) -> None:
        if len(self._names) + len(self._artifacts) + len(self._items) > _MOST_REMEMBERED:
            self._names.clear()
            self._artifacts.clear()
            self._items.clear()
            self._measured.clear()

    def _learn_names(self, texts: Iterable[str]) -> list[tuple[object, ...]]:
        asked = {text: spell_name(text) for text in texts if text not in self._names}
        if not asked:
            return []
        known: dict[str, int] = dict(self._store.rows("names", list(asked.values())))
        added: list[tuple[object, ...]] = []
        for text, spelled in asked.items():
            number = known.get(spelled)
            if number is None:
                number = known[spelled] = self.next("names")
                added.append((number, spelled))
            self._names[text] = number
        return added

    def _learn_artifacts(
        self, artifacts: dict[str, Artifact]
    ) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        asked = {each.oid: pack_oid(each.oid) for each in artifacts.values() if self._asks(each)}
        if not asked:
            return [], []
        known = {oid: rest for oid, *rest in self._store.rows("artifacts", list(asked.values()))}
        added: list[tuple[object, ...]] = []
        measured: list[tuple[object, ...]] = []
        for oid, packed in asked.items():
            _, size, nfiles = artifacts[oid]
            number, is_measured = known.get(packed, (None, False))
            if number is None:
                number = self.next("artifacts")
                known[packed] = [number, True]
                added.append((number, packed, size, nfiles))
            elif size is not None and not is_measured:
                measured.append((size, nfiles, number))
            if size is not None or is_measured:
                self._measured.add(number)
            self._artifacts[oid] = number
        return added, measured

    def _asks(self, artifact: Artifact) -> bool:
        number = self._artifacts.get(artifact.oid)
        return number is None or (artifact.size is not None and number not in self._measured)

    def _learn_items(self, items: Iterable[tuple[str, str]]) -> list[tuple[object, ...]]:
        keys = {(self._names[path], self._artifacts[oid]) for path, oid in items}
        asked = sorted(keys - self._items.keys())
        added: list[tuple[object, ...]] = []
        for key, found in zip(asked, self._store.each("item", asked), strict=True):
            if found is not None:
                self._items[key] = found[0]
                continue
            number = self._items[key] = self.next("items")
            added.append((number, *key))
        return added


def spell_name(text: str) -> str:
    """As every database can hold it and index it: a name that is none of UTF-8 is escaped."""
    spelled = text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")
    if len(spelled) <= _LONGEST:
        return spelled
    digest = hashlib.sha256(spelled.encode("utf-8")).hexdigest()
    return f"{spelled[: _LONGEST - len(digest) - 1]}~{digest}"


def _merged(artifacts: Iterable[Artifact]) -> dict[str, Artifact]:
    """Each once, with its measures if any mention has them."""
    merged: dict[str, Artifact] = {}
    for each in artifacts:
        known = merged.get(each.oid)
        if known is None or (known.size is None and each.size is not None):
            merged[each.oid] = each
    return merged
