"""Facts of the ledger in their order, as events, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.asking.reading import payload_of
from lineal.ledger.codec import unpack
from lineal.ledger.kinds import execution, run
from lineal.ledger.openlineage.events import Told, execution_events, run_events

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from lineal.ledger.openlineage.events import Event
    from lineal.ledger.openlineage.naming import Home
    from lineal.ledger.stores.port import Store

_PAGE = 200
_KINDS = [execution.KIND, run.KIND]
# Many executions share a run and an environment; more of them at once are not worth the memory.
_MOST_REMEMBERED = 1000


class Spoken(NamedTuple):
    """What one fact says; ``number`` is its place in the ledger."""

    number: int
    events: list[Event]


def spoken_after(
    store: Store, home: Home, number: int = 0, writer: str | None = None, since: int = 0
) -> Iterator[Spoken]:
    """Of all facts after a place, or of those of one writer; ``since`` is a time."""
    referred = _Referred(store)
    while True:
        if writer is None:
            rows = store.rows("told_after", _KINDS, number, _PAGE)
        else:
            rows = store.rows("told_after_of", _KINDS, number, writer, _PAGE)
        for num, id_, kind, time, packed in rows:
            if time < since:
                continue
            payload = unpack(packed)
            if kind == run.KIND:
                yield Spoken(num, run_events(home, Told(id_, time, payload)))
                continue
            parent = referred.get(payload.get("run"))
            environment = payload.get("environment") or (parent or {}).get("environment")
            told = Told(id_, time, payload, parent, referred.get(environment))
            yield Spoken(num, execution_events(home, told))
        if len(rows) < _PAGE:
            return
        number = rows[-1][0]


class _Referred:
    """Payloads that other facts name by id."""

    __slots__ = ("_known", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Mapping[str, Any] | None] = {}

    def get(self, id_: str | None) -> Mapping[str, Any] | None:
        if not id_:
            return None
        if id_ not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[id_] = payload_of(self._store, bytes.fromhex(id_))
        return self._known[id_]
