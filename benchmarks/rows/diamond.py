"""Six Python stages in a diamond: how much two jobs gain over one, and over dvc.

Six *equal* stages, one-four-one, can gain at most 6/4 = 1.5 on two cores whatever the
engine does, so two rows are given: equal stages beside that ceiling, and a split and a
join that are a tenth of the work, for which the bar of 1.6 is reachable (ceiling 1.9).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, remove
from benchmarks.measure import interleave
from benchmarks.scenes import HEAVY, write_diamond

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OUTPUTS = ("a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3", "end", "dvc.lock")


def measure(bench: Bench) -> list[Row]:
    equal = diamond(bench, "six equal stages", HEAVY, limit=1.4)
    light = diamond(bench, "light split and join", HEAVY // 10, limit=1.6)
    return [light, equal]


def diamond(bench: Bench, title: str, ends: int, *, limit: float) -> Row:
    repo = bench.repository(f"diamond-{ends}")
    write_diamond(repo, sys.executable, ends=ends)
    fresh = without_outputs(repo)
    figures = interleave(
        {
            "dvc": bench.tool("dvc", repo, "repro", "-f", prepare=fresh),
            "one": bench.tool("lineal", repo, "repro", "-f", "-j", "1", prepare=fresh),
            "two": bench.tool("lineal", repo, "repro", "-f", "-j", "2", prepare=fresh),
        },
        min(bench.repeat, 3),
    )
    one, two = figures["one"].best, figures["two"].best
    ceiling = (2 * ends + 4 * HEAVY) / (2 * ends + 2 * HEAVY)
    return Row(
        f"diamond of six Python stages, `-j 2` ({title})",
        two,
        figures["dvc"].best,
        bars=(at_least("ratio of -j 1 to -j 2", one / two, limit),),
        note=f"`-j 1`: {one:.2f} s; ceiling on two cores {ceiling:.2f} x",
    )


def without_outputs(repo: Path) -> Callable[[], None]:
    return lambda: remove(*(repo / name for name in OUTPUTS))
