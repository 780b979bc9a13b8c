"""``add``: 20,000 small files against dvc; 2 GB in four files against hashing alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, at_most, forget
from benchmarks.measure import interleave
from benchmarks.scenes import write_big_files, write_tree

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measure import Figure

FILES = 20_000
MEGABYTES = 512


def measure(bench: Bench) -> list[Row]:
    small = [many_files(place, where) for where, place in bench.places()]
    big = bench.repository("add-big")
    write_big_files(big / "data", 4, MEGABYTES)
    few = compare(bench, big, threads="2", repeat=min(bench.repeat, 3))
    return [*small, row("`add` 2 GB in four files", few, at_most_floor=1.5)]


def many_files(bench: Bench, where: str) -> Row:
    repo = bench.repository("add-small")
    write_tree(repo / "data", FILES, 2_000)
    figures = compare(bench, repo, threads="1", repeat=bench.repeat)
    return row(f"`add` {FILES:,} files of 2 kB{where}", figures, at_least_ratio=4)


def compare(bench: Bench, repo: Path, *, threads: str, repeat: int) -> dict[str, Figure]:
    clean = forget(repo, "data.dvc", ".gitignore")
    return interleave(
        {
            "dvc": bench.tool("dvc", repo, "add", "data", prepare=clean),
            "lineal": bench.tool("lineal", repo, "add", "data", prepare=clean),
            "floor": bench.floor(repo, "hash", threads, "data", prepare=clean),
        },
        repeat,
    )


def row(
    work: str,
    figures: dict[str, Figure],
    *,
    at_least_ratio: float | None = None,
    at_most_floor: float | None = None,
) -> Row:
    dvc, lineal, floor = (figures[name] for name in ("dvc", "lineal", "floor"))
    bars = []
    if at_least_ratio:
        bars.append(at_least("ratio to dvc", dvc.best / lineal.best, at_least_ratio))
    if at_most_floor:
        bars.append(at_most("times hashing alone", lineal.best / floor.best, at_most_floor))
    return Row(work, lineal.best, dvc.best, floor.best, tuple(bars), median=lineal.median)
