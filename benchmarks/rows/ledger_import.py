"""``ledger import --git``: 1,000 and 10,000 commits of ten stages, and again with nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most
from benchmarks.history import STAGES, write_history
from benchmarks.measure import interleave

if TYPE_CHECKING:
    from pathlib import Path

COMMITS = (1_000, 10_000)
WORDS = ("ledger", "import", "--git")
MOST_SECONDS, MOST_AGAIN, MOST_GROWTH = 300.0, 1.0, 1.5


def measure(bench: Bench) -> list[Row]:
    """Each history is imported once: it takes minutes, and the second time it is another row."""
    rows = []
    per_commit = []
    for commits in COMMITS:
        repo = repository(bench, commits)
        first = interleave({"lineal": bench.tool("lineal", repo, *WORDS)}, 1)["lineal"].best
        again = interleave({"lineal": bench.tool("lineal", repo, *WORDS)}, bench.repeat)["lineal"]
        per_commit.append(first / commits)
        work = f"`ledger import --git`, {commits:,} commits of {STAGES} stages"
        linear = at_most(
            "time per commit to the smaller one", per_commit[-1] / per_commit[0], MOST_GROWTH
        )
        bars = (at_most("seconds", first, MOST_SECONDS), linear)
        size = (repo / ".lineal/ledger/ledger.db").stat().st_size
        note = f"{commits / first:,.0f} commits/s; {size / 1e6:.0f} MB"
        rows += [
            Row(work, first, bars=bars, note=note),
            Row(
                f"{work}, again",
                again.best,
                bars=(at_most("seconds", again.best, MOST_AGAIN),),
                median=again.median,
            ),
        ]
    return rows


def repository(bench: Bench, commits: int) -> Path:
    repo = bench.repository(f"history-{commits}")
    write_history(repo, commits)
    return repo
