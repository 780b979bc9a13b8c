"""200,000 files cost ten times what 20,000 cost, in bounded memory: the verbs that share data."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most, remove
from benchmarks.measure import interleave
from benchmarks.rows.past import commit
from benchmarks.scenes import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.measure import Figure

SMALL, LARGE = 20_000, 200_000
SLACK = 1.4
MEMORY_MB = 300


def measure(bench: Bench) -> list[Row]:
    # Without a disk below: what is measured is how the tool grows, not the file system.
    place = bench.places()[-1][1]
    figures = {count: verbs(place, count) for count in (SMALL, LARGE)}
    return [growth(work, figures[SMALL][work], figures[LARGE][work]) for work in figures[SMALL]]


def verbs(bench: Bench, count: int) -> dict[str, Figure]:
    repo = bench.repository(f"linear-sharing-{count}")
    write_tree(repo / "data", count, 64)
    remote = repo.parent / "remote"
    run(bench, repo, "remote", "add", "-d", "shared", os.fspath(remote))
    run(bench, repo, "add", "data")
    commit(repo, "first")
    (repo / "data/0000/000000.bin").write_bytes(b"changed")
    run(bench, repo, "add", "data")
    commit(repo, "second")

    def cold() -> None:
        remove(repo / ".dvc/cache", repo / "data")

    found = {
        "`push`": run(bench, repo, "push"),
        "`push` with nothing to do": run(bench, repo, "push"),
        "`status --cloud`": run(bench, repo, "status", "--cloud"),
        "`diff` of two revisions": run(bench, repo, "diff", "HEAD~1", "HEAD"),
        "`data status`": run(bench, repo, "data", "status"),
        "`gc --workspace`": run(bench, repo, "gc", "--workspace", "--force"),
        "`pull`": run(bench, repo, "pull", prepare=cold),
        "`pull` with nothing to do": run(bench, repo, "pull"),
    }
    remove(repo.parent)
    return found


def run(bench: Bench, repo: Path, *words: str, prepare: Callable[[], None] | None = None) -> Figure:
    return interleave({"run": bench.tool("lineal", repo, *words, prepare=prepare)}, 1)["run"]


def growth(work: str, small: Figure, large: Figure) -> Row:
    per_file = (large.best / LARGE) / (small.best / SMALL)
    return Row(
        f"{work}, {LARGE:,} files",
        large.best,
        bars=(
            at_most(f"times the cost per file at {SMALL:,}", per_file, SLACK),
            at_most("MB", large.peak_mb, MEMORY_MB),
        ),
        note=f"{SMALL:,} files: {small.best:.2f} s; peak {large.peak_mb:.0f} MB",
        median=large.median,
    )
