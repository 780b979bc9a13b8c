"""Many calls side by side, with back-pressure: workers take the next item when they are free.

So nothing is queued that nobody works on, whatever the number of items. What is done with a
result happens in the calling thread alone. What a single item may go wrong in is a result;
an exception of one ends everything.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")

_TICK_SECONDS: Final = 0.1
# After an interrupt a worker may hang in a call to a remote that does not answer.
_PATIENCE_SECONDS: Final = 5.0
# Results are handed over in bundles of at most this long: to wake the caller for each of many
# small objects costs more than the objects.
_BUNDLE_SECONDS: Final = 0.05
# Bundles that nobody has looked at yet, for each worker.
_RESULTS_AHEAD: Final = 2


class Stopped(BaseException):
    """Raised inside a worker that was told to stop. Not an error: nobody must handle it."""


class Halt:
    """The wish that everything ends soon; asked for between pieces of work."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def check(self) -> None:
        if self._event.is_set():
            raise Stopped


def run_all(
    items: Iterable[T],
    work: Callable[[T, Halt], R],
    jobs: int,
    done: Callable[[T, R], None],
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Call ``work`` for every item in threads, and ``done`` here for each result as it comes."""
    if jobs <= 1:
        _run_here(items, work, done, tick)
        return
    pool: _Pool[T, R] = _Pool(items, work, jobs)
    pool.start()
    try:
        while (bundle := pool.next(tick)) is not None:
            for item, result in bundle.results:
                done(item, result)
            if bundle.error is not None:
                raise bundle.error  # noqa: TRY301  the except below stops the others
        pool.join(None)
    except BaseException:
        pool.halt.set()
        pool.join(_PATIENCE_SECONDS)
        raise


def _run_here(
    items: Iterable[T],
    work: Callable[[T, Halt], R],
    done: Callable[[T, R], None],
    tick: Callable[[], None],
) -> None:
    """One after the other needs no thread."""
    halt = Halt()
    due = time.monotonic() + _TICK_SECONDS
    for item in items:
        done(item, work(item, halt))
        if time.monotonic() >= due:
            tick()
            due = time.monotonic() + _TICK_SECONDS


class _Bundle(NamedTuple, Generic[T, R]):
    """What one worker did since it last said so; ``error`` ends everything, ``last`` only it."""

    results: list[tuple[T, R]]
    error: BaseException | None = None
    last: bool = False


class _Pool(Generic[T, R]):
    """Threads around one iterator. Daemons: a hanging call must not keep the process alive."""

    def __init__(self, items: Iterable[T], work: Callable[[T, Halt], R], jobs: int) -> None:
        self.halt = Halt()
        self._items: Iterator[T] = iter(items)
        self._work = work
        self._taking = threading.Lock()
        self._answers: queue.Queue[_Bundle[T, R]] = queue.Queue(_RESULTS_AHEAD * jobs)
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(jobs)]
        self._running = jobs

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def next(self, tick: Callable[[], None]) -> _Bundle[T, R] | None:
        """The next results; None when every worker has ended."""
        while self._running:
            try:
                bundle = self._answers.get(timeout=_TICK_SECONDS)
            except queue.Empty:
                tick()
                continue
            tick()
            self._running -= bundle.last
            return bundle
        return None

    def join(self, seconds: float | None) -> None:
        """Wait for the workers; they may be blocked on answers that nobody takes any more."""
        for thread in self._threads:
            while seconds is not None and thread.is_alive() and seconds > 0:
                self._drain()
                thread.join(_TICK_SECONDS)
                seconds -= _TICK_SECONDS
            if seconds is None:
                thread.join()

    def _drain(self) -> None:
        try:
            while True:
                self._answers.get_nowait()
        except queue.Empty:
            return

    def _run(self) -> None:
        results: list[tuple[T, R]] = []
        error: BaseException | None = None
        due = time.monotonic() + _BUNDLE_SECONDS
        try:
            while (item := self._take()) is not None:
                result = self._work(item, self.halt)
                results.append((item, result))
                # What went wrong is told at once: the caller may want to stop.
                if isinstance(result, Exception) or time.monotonic() >= due:
                    self._answers.put(_Bundle(results))
                    results = []
                    due = time.monotonic() + _BUNDLE_SECONDS
        except Stopped:
            pass
        except BaseException as exc:  # noqa: BLE001  it is raised again by the calling thread
            error = exc
        self._answers.put(_Bundle(results, error, last=True))

    def _take(self) -> T | None:
        with self._taking:
            self.halt.check()
            return next(self._items, None)
