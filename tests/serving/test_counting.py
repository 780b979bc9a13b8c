"""Each worker counts alone; whoever is asked adds all up."""

from __future__ import annotations

from lineal.serving import counting
from lineal.serving.counting import BATCH, PREDICT, Counter, totals


def new_blocks(count: int) -> list[memoryview[float]]:
    return [memoryview(bytearray(counting.BLOCK)).cast("d") for _ in range(count)]


def test_requests_of_all_workers_are_added() -> None:
    """By route and status."""
    blocks = new_blocks(2)
    for block in blocks:
        Counter(block).answered(PREDICT, 200, 0.0002)
    Counter(blocks[1]).answered(BATCH, 422, 9.0)
    assert totals(blocks).requests == {(PREDICT, 200): 2, (BATCH, 422): 1}


def test_a_duration_falls_into_the_bucket_of_its_bound() -> None:
    """A bound belongs to its bucket, as Prometheus has it; the last is beyond all."""
    (block,) = blocks = new_blocks(1)
    for seconds in (0.0001, 0.00011, 99.0):
        Counter(block).answered(PREDICT, 200, seconds)
    counts = totals(blocks).timings[PREDICT].counts
    assert (counts[0], counts[1], counts[-1], sum(counts)) == (1, 1, 1, 3)


def test_scores_and_decisions_are_counted() -> None:
    """A score of exactly one is in the last bucket with a bound."""
    (block,) = blocks = new_blocks(1)
    for score, positive in ((0.0, False), (1.0, True), (0.5, True)):
        Counter(block).predicted(score, positive)
    added = totals(blocks)
    decided = (added.single[counting.POSITIVE], added.single[counting.NEGATIVE])
    assert (decided, added.scores.sum, added.scores.counts[-2:]) == ((2, 1), 1.5, [1, 0])


def test_one_place_is_never_used_for_two_things() -> None:
    """The block is as large as what is counted, and each thing moves its own places."""
    (block,) = new_blocks(1)
    for route in counting.ROUTES:
        for status in counting.STATUSES:
            Counter(block).answered(route, status, 1.0)
    before = list(block[: counting.PID + 8])
    assert (before, sum(block)) == ([0.0] * 8, 3 * len(counting.ROUTES) * len(counting.STATUSES))
