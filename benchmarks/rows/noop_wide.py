"""No-op ``run``: 30 stages and one dependency of 20,000 files, against dvc and the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, at_most
from benchmarks.measure import interleave
from benchmarks.scenes import write_tree, write_wide

if TYPE_CHECKING:
    from benchmarks.measure import Command

STAGES = 30
FILES = 20_000


def measure(bench: Bench) -> list[Row]:
    commands: dict[str, Command] = {}
    for name in ("dvc", "lineal"):
        repo = bench.repository(f"noop-wide-{name}")
        write_tree(repo / "data", FILES, 2_000)
        write_wide(repo, STAGES)
        commands[name] = bench.tool(name, repo, "repro")
    project_files = ("dvc.yaml", "dvc.lock", "params.yaml", ".dvc/config")
    commands["floor"] = bench.floor(commands["lineal"].cwd, "stat", "data", *project_files)
    first = interleave({name: commands[name] for name in ("dvc", "lineal")}, 1)
    # The second run may hash what was too fresh to trust; the third is the steady state.
    interleave({name: commands[name] for name in ("dvc", "lineal")}, 1)
    again = interleave(commands, bench.repeat)
    dvc, lineal, floor = (again[name] for name in ("dvc", "lineal", "floor"))
    work = f"{STAGES} stages, one dependency of {FILES:,} files"
    return [
        Row(
            f"no-op `run`, {work}",
            lineal.best,
            dvc.best,
            floor.best,
            (
                at_least("ratio to dvc", dvc.best / lineal.best, 8),
                at_most("times the floor", lineal.best / floor.best, 4),
            ),
            median=lineal.median,
        ),
        Row(
            "memory of that no-op",
            lineal.peak_mb,
            dvc.peak_mb,
            floor.peak_mb,
            (at_most("MB", lineal.peak_mb, 60),),
            unit="MB",
        ),
        Row(f"first `run`, {work}", first["lineal"].best, first["dvc"].best),
    ]
