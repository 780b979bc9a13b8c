"""What a worker counts, in numbers that all workers share. Pure.

Each worker has a block of float64 in memory that all of them map. It writes only there; whichever
is asked adds all blocks up. A block outlives its worker: what is started again goes on counting.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

PREDICT, BATCH, HEALTH, READY, METRICS, OPENAPI, DOCS, OTHER = ROUTES = (
    "predict",
    "batch_predict",
    "health",
    "ready",
    "metrics",
    "openapi",
    "docs",
    "other",
)
STATUSES = (200, 307, 400, 401, 404, 405, 408, 413, 415, 422, 500, 503)
SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
SCORES = tuple(step / 20 for step in range(1, 21))

# Places in a block: single numbers first, then what is a row of numbers.
PID, STARTED, ROWS, RECEIPTS, FAILURES, POSITIVE, NEGATIVE, SCORE_SUM = range(8)
_SCORES = 8
_REQUESTS = _SCORES + len(SCORES) + 1
_SECOND_SUMS = _REQUESTS + len(ROUTES) * len(STATUSES)
_SECONDS = _SECOND_SUMS + len(ROUTES)
_PER_ROUTE = len(SECONDS) + 1
PLACES = _SECONDS + len(ROUTES) * _PER_ROUTE
#: Of one worker, in bytes.
BLOCK = PLACES * 8

_ROUTE = {name: place for place, name in enumerate(ROUTES)}
_STATUS = {status: place for place, status in enumerate(STATUSES)}


class Counter:
    """The block of one worker."""

    __slots__ = ("_block",)

    def __init__(self, block: memoryview[float]) -> None:
        self._block = block

    def started(self, pid: int, seconds: float) -> None:
        self._block[PID], self._block[STARTED] = pid, seconds

    def answered(self, route: str, status: int, seconds: float) -> None:
        block, place = self._block, _ROUTE[route]
        block[_REQUESTS + place * len(STATUSES) + _STATUS[status]] += 1
        block[_SECOND_SUMS + place] += seconds
        block[_SECONDS + place * _PER_ROUTE + bisect_left(SECONDS, seconds)] += 1

    def predicted(self, score: float, positive: bool) -> None:  # noqa: FBT001  one of two counts
        block = self._block
        block[ROWS] += 1
        block[RECEIPTS] += 1
        block[POSITIVE if positive else NEGATIVE] += 1
        block[SCORE_SUM] += score
        block[_SCORES + bisect_left(SCORES, score)] += 1

    def not_written(self) -> None:
        self._block[FAILURES] += 1


class Timing(NamedTuple):
    """``counts`` are of each bucket alone, the last one beyond all bounds."""

    sum: float
    counts: Sequence[float]


class Totals(NamedTuple):
    """Of all workers. ``requests`` is by route and status, without those that are zero."""

    single: Sequence[float]
    requests: dict[tuple[str, int], float]
    timings: dict[str, Timing]
    scores: Timing
    workers: Sequence[tuple[int, float]]


def totals(blocks: Sequence[memoryview[float]]) -> Totals:
    """``workers`` are pid and start of each, in their order."""
    added = [sum(column) for column in zip(*blocks, strict=True)]
    requests = {
        (route, status): count
        for route, at in _ROUTE.items()
        for status, place in _STATUS.items()
        if (count := added[_REQUESTS + at * len(STATUSES) + place])
    }
    timings = {}
    for route, at in _ROUTE.items():
        start = _SECONDS + at * _PER_ROUTE
        timing = Timing(added[_SECOND_SUMS + at], added[start : start + _PER_ROUTE])
        if any(timing.counts):
            timings[route] = timing
    return Totals(
        added[:_SCORES],
        requests,
        timings,
        Timing(added[SCORE_SUM], added[_SCORES:_REQUESTS]),
        [(int(block[PID]), block[STARTED]) for block in blocks],
    )
