"""`lineal.storage.transfer.workers`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import RemoteError
from lineal.storage.transfer.workers import run_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.storage.transfer.workers import Halt


def test_every_item_is_worked_on_once() -> None:
    """Results come as they are ready, in the calling thread."""
    done: list[tuple[int, int, bool]] = []
    here = threading.get_ident()

    def note(item: int, result: int) -> None:
        done.append((item, result, threading.get_ident() == here))

    run_all(range(100), lambda item, _halt: item * item, 4, note)

    assert [(n, n * n, True) for n in range(100)] == sorted(done)


def test_items_are_taken_when_a_worker_is_free() -> None:
    """So an endless source is no danger to memory."""
    taken = 0
    gate = threading.Event()

    def source() -> Iterator[int]:
        nonlocal taken
        while taken < 1000:
            taken += 1
            yield taken

    def work(item: int, _halt: Halt) -> int:
        gate.wait(5)
        return item

    seen: list[int] = []

    def tick() -> None:
        seen.append(taken)
        gate.set()

    run_all(source(), work, 3, lambda _item, _result: None, tick)

    assert seen[0] <= 3


def test_an_exception_ends_everything() -> None:
    """The first one; the others stop at the next piece of work."""

    def work(item: int, halt: Halt) -> int:
        if item == 5:
            message = "no more"
            raise RemoteError(message)
        halt.check()
        return item

    before = threading.active_count()
    with pytest.raises(RemoteError, match="no more"):
        run_all(range(1_000_000), work, 4, lambda _item, _result: None)

    assert threading.active_count() <= before


def test_an_interrupt_of_the_caller_stops_the_workers() -> None:
    """Ctrl-C arrives in the thread that waits."""
    worked: list[int] = []

    def done(item: int, _result: None) -> None:
        worked.append(item)
        if len(worked) == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all(range(1_000_000), lambda _item, halt: halt.check(), 4, done)

    assert 10 == len(worked)
