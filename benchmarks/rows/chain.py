"""A chain of trivial stages: the first run, the no-op, and how both grow from 30 to 3,000."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, at_most, forget
from benchmarks.measure import interleave
from benchmarks.scenes import write_chain

if TYPE_CHECKING:
    from pathlib import Path

COUNTS = (30, 300, 3_000)
SIDE_BY_SIDE = 300
# Ten times the stages may take this much more than ten times as long and still be "linear".
SLACK = 1.3


def measure(bench: Bench) -> list[Row]:
    repos = {count: chain(bench, count) for count in COUNTS}
    rows = first_runs(bench, repos)
    return rows + noops(bench, repos)


def chain(bench: Bench, count: int) -> Path:
    repo = bench.repository(f"chain-{count}")
    write_chain(repo, count)
    return repo


def first_runs(bench: Bench, repos: dict[int, Path]) -> list[Row]:
    rows, each = [], {}
    for count, repo in repos.items():
        clean = forget(repo, "dvc.lock", ".gitignore", *(f"o{n}" for n in range(count)))
        commands = {
            "lineal": bench.tool("lineal", repo, "repro", prepare=clean),
            "floor": bench.floor(repo, "shells", str(count)),
        }
        if count == SIDE_BY_SIDE and not bench.quick:
            # Three minutes each: once is enough to see a ratio of dozens.
            dvc = chain_for_dvc(bench, count)
            commands["dvc"] = bench.tool("dvc", dvc, "repro", repeat=1)
        figures = interleave(commands, min(bench.repeat, 3))
        lineal, peer = figures["lineal"], figures.get("dvc")
        each[count] = lineal.best / count
        bars = [at_least("ratio to dvc", peer.best / lineal.best, 30)] if peer else []
        if count > COUNTS[0]:
            growth = each[count] / each[count // 10]
            bars.append(at_most(f"times the cost per stage at {count // 10}", growth, SLACK))
        rows.append(
            Row(
                f"first `run`, {count:,} stages in a chain",
                lineal.best,
                peer.best if peer else None,
                figures["floor"].best,
                tuple(bars),
                median=lineal.median,
            )
        )
    return rows


def chain_for_dvc(bench: Bench, count: int) -> Path:
    repo = bench.repository(f"chain-{count}-dvc")
    write_chain(repo, count)
    return repo


def noops(bench: Bench, repos: dict[int, Path]) -> list[Row]:
    rows = []
    for count, repo in repos.items():
        commands = {
            "lineal": bench.tool("lineal", repo, "repro"),
            "floor": bench.floor(repo, "stat", ".", "dvc.yaml", "dvc.lock", ".dvc/config"),
        }
        if count <= SIDE_BY_SIDE:
            # The lock is byte for byte dvc's own, so both may judge the same repository.
            commands["dvc"] = bench.tool("dvc", repo, "repro", repeat=min(bench.repeat, 3))
        interleave(commands, 1)
        figures = interleave(commands, bench.repeat)
        lineal, peer = figures["lineal"], figures.get("dvc")
        bars = {
            30: (),
            300: (at_least("ratio to dvc", peer.best / lineal.best if peer else 0, 40),),
            3_000: (at_most("seconds", lineal.best, 1.5),),
        }
        rows.append(
            Row(
                f"no-op `run`, {count:,} stages in a chain",
                lineal.best,
                peer.best if peer else None,
                figures["floor"].best,
                bars[count],
                median=lineal.median,
            )
        )
    return rows
