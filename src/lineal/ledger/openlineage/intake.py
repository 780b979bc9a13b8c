"""The one thread that writes what a server takes in: a database connection is of one thread."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from lineal.base.errors import BusyError, LinealError
from lineal.ledger.opening import open_ledger
from lineal.ledger.openlineage.accept import accept
from lineal.ledger.openlineage.home import home
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from lineal.ledger.openlineage.accept import Outcome

_MOST_WAITING = 1000
_PATIENCE_SECONDS = 60.0

Work = tuple[list[object], "Future[list[Outcome]]"]


class Intake:
    """Give it events from any thread; it answers when they are in the ledger."""

    __slots__ = ("_queue", "_root", "_thread")

    def __init__(self, root: str) -> None:
        self._root = root
        self._queue: queue.Queue[Work | None] = queue.Queue(_MOST_WAITING)
        started: Future[None] = Future()
        self._thread = threading.Thread(target=self._work, args=(started,), name="intake")
        self._thread.start()
        started.result()

    def take(self, events: list[object]) -> list[Outcome]:
        """`LedgerError` when they cannot be kept, `BusyError` when there are too many."""
        future: Future[list[Outcome]] = Future()
        try:
            self._queue.put_nowait((events, future))
            return future.result(_PATIENCE_SECONDS)
        except (queue.Full, TimeoutError) as exc:
            # Nobody waits for it any more, and it is to come again: it need not wait either.
            future.cancel()
            raise BusyError("too many events at once", hint="send them again later") from exc

    def close(self) -> None:
        """After what was given is in the ledger."""
        self._queue.put(None)
        self._thread.join()

    def _work(self, started: Future[None]) -> None:
        try:
            with open_workspace(self._root) as ws, open_ledger(ws) as ledger:
                where = home(ws)
                started.set_result(None)
                while (work := self._queue.get()) is not None:
                    events, future = work
                    if not future.set_running_or_notify_cancel():
                        continue
                    try:
                        future.set_result(accept(ledger, where, events))
                    # Whoever waits for the answer is another thread: the error is theirs.
                    except Exception as exc:  # noqa: BLE001  see above
                        future.set_exception(exc)
        except LinealError as exc:
            if started.done():
                raise
            started.set_exception(exc)
