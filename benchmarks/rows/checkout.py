"""``checkout`` of 20,000 files into an empty workspace; the floor is writing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, remove
from benchmarks.measure import interleave, sample_of
from benchmarks.scenes import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = 20_000


def measure(bench: Bench) -> list[Row]:
    return [measured(place, where) for where, place in bench.places()]


def measured(bench: Bench, where: str) -> Row:
    repo = bench.repository("checkout")
    write_tree(repo / "data", FILES, 2_000)
    sample_of(bench.tool("dvc", repo, "add", "data"))
    gone = without_data(repo)
    figures = interleave(
        {
            "dvc": bench.tool("dvc", repo, "checkout", prepare=gone),
            "lineal": bench.tool("lineal", repo, "checkout", prepare=gone),
            "floor": bench.floor(repo, "copy", ".dvc/cache/files", "data", prepare=gone),
        },
        bench.repeat,
    )
    dvc, lineal, floor = (figures[name] for name in ("dvc", "lineal", "floor"))
    return Row(
        f"`checkout` of {FILES:,} files{where}",
        lineal.best,
        dvc.best,
        floor.best,
        (at_least("ratio to dvc", dvc.best / lineal.best, 4),),
        median=lineal.median,
    )


def without_data(repo: Path) -> Callable[[], None]:
    return lambda: remove(repo / "data")
