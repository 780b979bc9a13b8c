"""The text that Prometheus reads."""

from __future__ import annotations

import re

from lineal.serving.counting import PREDICT, Counter, totals
from lineal.serving.prometheus import exposition
from tests.serving.test_counting import new_blocks

_SAMPLE = re.compile(r'[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? \S+')


def text() -> str:
    blocks = new_blocks(2)
    Counter(blocks[0]).started(41, 1000.5)
    Counter(blocks[1]).answered(PREDICT, 200, 0.002)
    Counter(blocks[1]).predicted(0.42, positive=True)
    return exposition(totals(blocks), {"version": 'a"b'}, {0: 4096})


def test_every_line_is_a_sample_or_says_what_follows() -> None:
    """The grammar of the format."""
    wrong = [
        line
        for line in text().splitlines()
        if not line.startswith(("# HELP ", "# TYPE ")) and not _SAMPLE.fullmatch(line)
    ]
    assert wrong == []


def test_buckets_add_up() -> None:
    """Each holds what is at most its bound; the last holds all."""
    found = re.findall(r'lineal_score_bucket\{le="(0.4|0.45|\+Inf)"\} (\d)', text())
    assert found == [("0.4", "0"), ("0.45", "1"), ("+Inf", "1")]


def test_a_worker_that_never_started_is_not_told() -> None:
    """Its block is all zeros."""
    found = re.findall(r"(?m)^lineal_worker\S+ \S+", text())
    assert found == [
        'lineal_worker_start_time_seconds{worker="0"} 1000.5',
        'lineal_worker_resident_memory_bytes{worker="0"} 4096',
    ]
