"""A history and its questions, in names: executions are ``stage`` or ``stage#2`` for its second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.refs.nodes import ColumnNode, ItemNode
from lineal.ledger.trace.asking import trace
from lineal.ledger.trace.downstream import downstream
from lineal.ledger.trace.impact import impact
from lineal.ledger.trace.origins import Origins
from lineal.ledger.trace.reading import Reader
from lineal.ledger.trace.upstream import upstream
from lineal.storage.cache import Cache
from tests.ledger.builder import Builder, oid

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.stores.port import Store
    from lineal.ledger.trace.impact import Impact
    from lineal.ledger.trace.lineage import Trace


class Story:
    """``does`` and ``adds`` tell what happened, the rest asks."""

    def __init__(self, store: Store, tmp_path: Path) -> None:
        self.store = store
        self.build = Builder(store)
        self.cache = Cache(f"{tmp_path}/cache")
        self.names: dict[int, str] = {}
        self.ids: dict[str, bytes] = {}

    def does(self, stage: str, *, uses: Any = None, makes: Any = None, **more: Any) -> str:
        id_ = self.build.execution(stage, uses=uses, makes=makes, **more)
        nth = sum(name.partition("#")[0] == stage for name in self.names.values()) + 1
        name = stage if nth == 1 else f"{stage}#{nth}"
        num = self.store.rows("walk_execution", id_)[0][0]
        self.names[num] = name
        self.ids[name] = id_
        return name

    def adds(self, path: str, word: str, **more: Any) -> str:
        return self.does(f"{path}.dvc", makes={path: {"oid": word, **more}}, status="added")

    def origins(self) -> Origins:
        return Origins(Reader(self.store), self.cache)

    def item(self, path: str, word: str) -> int:
        found = Reader(self.store).item_of(path, oid(word))
        assert found is not None
        return found

    def ancestors(self, path: str, word: str, depth: int | None = None) -> set[str]:
        seen = upstream(self.origins(), [self.item(path, word)], depth=depth)
        return {self.names[num] for num in seen.inputs}

    def behind(self, execution: str) -> set[str]:
        num = self.num(execution)
        seen = upstream(self.origins(), executions=[num])
        return {self.names[one] for one in seen.inputs} - {execution}

    def reached(self, path: str, word: str, depth: int | None = None) -> set[str]:
        seen = downstream(self.origins(), [self.item(path, word)], depth=depth)
        return {self.names[num] for num in seen.executions}

    def after(self, execution: str) -> set[str]:
        seen = downstream(self.origins(), executions=[self.num(execution)])
        return {self.names[num] for num in seen.executions} - {execution}

    def trace(self, path: str, word: str, column: str | None = None) -> Trace:
        return trace(self.store, self.cache, self._node(path, word, column), path)

    def impact(self, path: str, word: str, column: str | None = None) -> Impact:
        return impact(self.store, self.cache, self._node(path, word, column), path)

    def _node(self, path: str, word: str, column: str | None) -> ItemNode | ColumnNode:
        node = ItemNode(path, oid(word))
        return node if column is None else ColumnNode(*node, column)

    def num(self, execution: str) -> int:
        num: int = self.store.rows("walk_execution", self.ids[execution])[0][0]
        return num
