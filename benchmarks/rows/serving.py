"""One-row requests, and cold starts, beside document B's server, MLflow's, and the bare floor.

All of the same table and a forest of 200 trees of depth 10, on the same cores as their client.
Turn after turn each contestant is started, asked and ended, so that none has the better minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, at_most
from benchmarks.measure import BenchmarkError
from benchmarks.serving.contestants import HERE, IMAGE, PEERS, ROOT, contestants, running
from benchmarks.serving.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.serving.contestants import Contestant
    from benchmarks.serving.load import Load

CLIENTS = (1, 16)
_TURNS, _SECONDS = 3, 4.0
_MB = 220
Loads = dict[tuple[str, int], "Load"]


def measure(bench: Bench) -> list[Row]:
    for program, target in ((PEERS / "python", "servers"), (IMAGE, "image")):
        if not program.is_file():
            raise BenchmarkError(f"no {program}: run `make {target}`")
    servers = made(bench.scratch)
    best: Loads = {}
    cold: dict[str, list[float]] = {name: [] for name in servers}
    resident: dict[str, float] = {}
    for _ in range(1 if bench.quick else _TURNS):
        for one in servers.values():
            with running(one) as server:
                cold[one.name].append(server.seconds)
                resident[one.name] = max(resident.get(one.name, 0.0), server.resident_mb)
                for clients in CLIENTS:
                    said = load(server.url, one.body, _SECONDS, clients)
                    if said.failed:
                        raise BenchmarkError(f"{one.name}: {said.failed} answers were no 200")
                    known = best.get((one.name, clients))
                    if known is None or said.per_second > known.per_second:
                        best[one.name, clients] = said
    return [*rates(best), *latency(best), *starts(cold, resident)]


def made(scratch: Path) -> dict[str, Contestant]:
    """The table, the bundle, the pipeline, and the pipeline for MLflow."""
    folder, model, mlflow = scratch / "forest", scratch / "model.joblib", scratch / "mlflow"
    python = os.fspath(PEERS / "python")
    for words in (
        [sys.executable, "-m", "benchmarks.serving.forest", os.fspath(folder)],
        [
            *(python, os.fspath(HERE / "document_b.py"), "train"),
            *(os.fspath(folder / "students.csv"), os.fspath(model)),
        ],
        [python, os.fspath(HERE / "mlflow_model.py"), os.fspath(model), os.fspath(mlflow)],
    ):
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchmarkError(f"{' '.join(words)}: {done.stderr[-500:]}")
    return contestants(folder / "bundle", (folder / "row.json").read_bytes(), model, mlflow)


def rates(best: Loads) -> list[Row]:
    rows = []
    for clients in CLIENTS:
        ours, floor = (best[name, clients].per_second for name in ("lineal", "floor"))
        for peer in ("document B", "MLflow"):
            theirs = best[peer, clients].per_second
            rows.append(
                Row(
                    f"one-row requests, {clients} {'client' if clients == 1 else 'clients'},"
                    f" receipts on, beside {peer}",
                    ours,
                    theirs,
                    floor,
                    (
                        at_least(f"ratio to {peer}", ours / theirs, 40),
                        at_least("share of the floor", ours / floor, 0.5),
                    ),
                    unit="requests/s",
                    note=f"the other column is {peer}",
                )
            )
    return rows


def latency(best: Loads) -> list[Row]:
    """Said, without a bar: it is the other face of the rate at one client."""
    ours, theirs, floor = (
        best[name, 1].quantile(0.5) * 1000 for name in ("lineal", "document B", "floor")
    )
    note = "the other column is document B"
    return [Row("median latency of them, 1 client", ours, theirs, floor, unit="ms", note=note)]


def starts(cold: dict[str, list[float]], resident: dict[str, float]) -> list[Row]:
    note = "the other column is document B"
    ours = min(cold["lineal"])
    return [
        Row(
            "cold start of an exported folder to its first answer",
            ours,
            min(cold["document B"]),
            min(cold["floor"]),
            (at_most("s", ours, 0.6),),
            note=note,
        ),
        Row(
            "resident then",
            resident["lineal"],
            resident["document B"],
            resident["floor"],
            (at_most("MB", resident["lineal"], _MB),),
            unit="MB",
            note=note,
        ),
    ]
