"""``--version`` and ``--help``: what every command pays before it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most
from benchmarks.measure import interleave

if TYPE_CHECKING:
    from pathlib import Path


def measure(bench: Bench) -> list[Row]:
    repo = bench.repository("startup")
    return [start(bench, repo, flag) for flag in ("--version", "--help")]


def start(bench: Bench, repo: Path, flag: str) -> Row:
    figures = interleave(
        {
            "dvc": bench.tool("dvc", repo, flag),
            "lineal": bench.tool("lineal", repo, flag),
            "floor": bench.floor(repo, "shells", "0"),
        },
        bench.repeat * 2,
    )
    dvc, lineal, floor = (figures[name] for name in ("dvc", "lineal", "floor"))
    return Row(
        f"`{flag}`",
        lineal.best,
        dvc.best,
        floor.best,
        (at_most("seconds", lineal.best, 0.080),),
        median=lineal.median,
    )
