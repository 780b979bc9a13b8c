"""The same question about many things, asked at once and answered in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lineal.storage.transfer.workers import Halt, run_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(items: Sequence[T], work: Callable[[T], R], jobs: int) -> list[R]:
    """The first that fails ends the others."""
    if len(items) == 1:
        return [work(items[0])]
    results: dict[int, R] = {}

    def one(numbered: tuple[int, T], _halt: Halt) -> R:
        return work(numbered[1])

    def keep(numbered: tuple[int, T], result: R) -> None:
        results[numbered[0]] = result

    run_all(enumerate(items), one, min(jobs, len(items)), keep)
    return [results[number] for number in range(len(items))]
