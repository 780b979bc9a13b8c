"""The graph as it is read from a store: many at a time, and each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.oids import pack_oid, unpack_oid
from lineal.ledger.trace.graph import Edge, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.ledger.stores.port import Row, Store

_AT_A_TIME = 10_000


class Reader:
    """For one question: what it remembers is as old as the question."""

    __slots__ = ("_items", "_makers", "store")

    def __init__(self, store: Store) -> None:
        self.store = store
        self._items: dict[int, Item] = {}
        self._makers: dict[int, list[Edge]] = {}

    def rows(self, statement: str, keys: Iterable[int | str]) -> Iterator[Row]:
        """A statement with one list, of any length."""
        wanted = list(dict.fromkeys(keys))
        for start in range(0, len(wanted), _AT_A_TIME):
            yield from self.store.rows(statement, wanted[start : start + _AT_A_TIME])

    def uses(self, executions: Iterable[int]) -> list[Edge]:
        return self._edges("walk_uses", executions)

    def makes(self, executions: Iterable[int]) -> list[Edge]:
        return self._edges("walk_makes", executions)

    def users(self, items: Iterable[int]) -> list[Edge]:
        return [Edge(*row) for row in self.rows("walk_users", items)]

    def makers(self, items: Iterable[int]) -> dict[int, list[Edge]]:
        """Of each item, every execution that made it, whatever became of it."""
        wanted = list(items)
        unknown = [item for item in wanted if item not in self._makers]
        self._makers.update((item, []) for item in unknown)
        for row in self.rows("walk_makers", unknown):
            self._makers[row[1]].append(Edge(*row))
        return {item: self._makers[item] for item in wanted}

    def items(self, nums: Iterable[int]) -> dict[int, Item]:
        wanted = list(nums)
        unknown = [num for num in wanted if num not in self._items]
        for row in self.rows("walk_items", unknown):
            self._keep(*row)
        return {num: self._items[num] for num in wanted}

    def item_of(self, path: str, oid: str) -> int | None:
        """The number of an item; None when no fact speaks of it."""
        rows = self.store.rows("walk_item", path, pack_oid(oid))
        return int(rows[0][0]) if rows else None

    def number(self, path: str, oid: str) -> int:
        """As `item_of`; what no fact speaks of gets a number of this question only.

        Such as a file of a directory: facts speak of the directory.
        """
        known = self.item_of(path, oid)
        if known is not None:
            return known
        made_up = -1 - len(self._items)
        self._items[made_up] = Item(made_up, path, oid, None, None)
        return made_up

    def known_paths(self, paths: Iterable[str]) -> set[str]:
        """Those under which an item is known."""
        return {path for (path,) in self.rows("walk_paths", paths)}

    def _edges(self, statement: str, executions: Iterable[int]) -> list[Edge]:
        found = []
        for execution, item, role, time, status, *named in self.rows(statement, executions):
            found.append(Edge(execution, item, role, time, status))
            if item not in self._items:
                self._keep(item, *named)
        return found

    def _keep(self, num: int, path: str, oid: bytes, size: int | None, nfiles: int | None) -> None:
        self._items[num] = Item(num, path, unpack_oid(bytes(oid)), size, nfiles)


def is_known(item: int) -> bool:
    """Whether facts speak of it."""
    return item >= 0
