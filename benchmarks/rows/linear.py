"""200,000 files cost ten times what 20,000 cost: ``add``, and a ``status`` with nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most, forget
from benchmarks.measure import interleave
from benchmarks.scenes import write_tree

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measure import Figure

SMALL, LARGE = 20_000, 200_000
SLACK = 1.4


def measure(bench: Bench) -> list[Row]:
    added, checked = {}, {}
    for count in (SMALL, LARGE):
        repo = bench.repository(f"linear-{count}")
        write_tree(repo / "data", count, 64)
        added[count] = add(bench, repo)
        checked[count] = status(bench, repo)
    return [growth("`add`", added), growth("`status` with nothing to do", checked)]


def add(bench: Bench, repo: Path) -> Figure:
    clean = forget(repo, "data.dvc", ".gitignore")
    return interleave({"add": bench.tool("lineal", repo, "add", "data", prepare=clean)}, 2)["add"]


def status(bench: Bench, repo: Path) -> Figure:
    command = {"status": bench.tool("lineal", repo, "status")}
    interleave(command, 1)
    return interleave(command, bench.repeat)["status"]


def growth(work: str, figures: dict[int, Figure]) -> Row:
    small, large = figures[SMALL], figures[LARGE]
    per_file = (large.best / LARGE) / (small.best / SMALL)
    return Row(
        f"{work}, {LARGE:,} files",
        large.best,
        bars=(at_most(f"times the cost per file at {SMALL:,}", per_file, SLACK),),
        note=f"{SMALL:,} files: {small.best:.2f} s; peak {large.peak_mb:.0f} MB",
        median=large.median,
    )
