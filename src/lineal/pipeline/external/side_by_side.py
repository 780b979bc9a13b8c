"""The same work on many things, done at once and answered in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.workers import Halt, run_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")


class Pace(NamedTuple):
    """How many files at once (None: as suits the remote), and who watches."""

    jobs: int | None
    meter: Meter


def at_ease() -> Pace:
    """As suits the remote, and nobody watches."""
    return Pace(None, Meter())


def side_by_side(
    items: Sequence[T], work: Callable[[T, Halt], R], jobs: int, meter: Meter | None = None
) -> list[R]:
    """The first that fails ends the others; what takes long asks the halt now and then."""
    if len(items) == 1 and meter is None:
        return [work(items[0], Halt())]
    results: dict[int, R] = {}
    watched = meter or Meter()

    def one(numbered: tuple[int, T], halt: Halt) -> R:
        return work(numbered[1], halt)

    def keep(numbered: tuple[int, T], result: R) -> None:
        results[numbered[0]] = result
        watched.finished()

    run_all(enumerate(items), one, max(1, min(jobs, len(items))), keep, watched.tick)
    return [results[number] for number in range(len(items))]
