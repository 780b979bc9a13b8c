"""Listing and comparing runs in a ledger of 100,000; recording values beside MLflow on SQLite."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bar, Bench, Row, at_most
from benchmarks.ledger_runs import facts_of_runs, one_run, run_ids, series_run
from benchmarks.measure import BenchmarkError, Command, sample_of
from lineal.base.ids import short
from lineal.ledger.append import append
from lineal.ledger.opening import open_store
from lineal.ledger.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.ledger.stores.port import Store

MANY, FEW = 100_000, 2_000
COMPARED = 50
STEPS = 500
_AT_A_TIME = 5_000
_RECORDED = 200
_MLFLOW = Path(__file__).parents[2] / ".peers/mlflow/bin/python"
_PEER = Path(__file__).parents[1] / "mlflow_runs.py"


def measure(bench: Bench) -> list[Row]:
    runs = FEW if bench.quick else MANY
    folder = bench.ledgers or bench.scratch
    place = os.fspath(folder / f"log-{runs}.db")
    store = open_store(place)
    try:
        fill(store, runs)
    finally:
        store.close()
    return [*asked(bench, place, runs), *recorded(bench)]


def asked(bench: Bench, place: str, runs: int) -> list[Row]:
    """As commands, in a project that keeps its ledger there."""
    repo = bench.scratch / "repo"
    repo.mkdir()
    for words in (["git", "init", "-q"], [os.fspath(bench.lineal), "init", "-q"]):
        subprocess.run(words, cwd=repo, check=True)
    last = [f"run:{short(id_)}" for id_ in run_ids(runs)[-COMPARED:]]
    questions = {
        "`lineal log`, first page": ["log"],
        "`lineal log --metric 'auc>0.899' --author ann`": [
            *("log", "--metric", "auc>0.899", "--author", "ann"),
        ],
        "`lineal log --stage train --param 'lr>0.0985'`": [
            *("log", "--stage", "train", "--param", "lr>0.0985"),
        ],
        f"`lineal compare` of {COMPARED} runs": ["compare", *last],
    }
    rows = []
    for work, words in questions.items():
        command = Command(
            (os.fspath(bench.lineal), *words), repo, {**os.environ, "LINEAL_LEDGER": place}
        )
        seconds = min(sample_of(command).seconds for _ in range(bench.repeat))
        bar = at_most("150 ms", seconds, 0.15)
        rows.append(Row(f"{work}, {runs:,} runs", seconds, bars=(bar,)))
    return rows


def recorded(bench: Bench) -> list[Row]:
    """One transaction for each run on both sides, on the same disk."""
    ours = timed_runs(bench, one_run)
    series = timed_runs(bench, lambda number: series_run(number, STEPS))
    peer = mlflow(bench)
    values = STEPS / series
    return [
        Row(
            "recording a run with 10 params and 10 metrics (beside: MLflow on SQLite)",
            ours,
            dvc=peer,
            bars=(Bar("10 x MLflow", peer / ours, 10, at_least=True),),
            note="the second column is MLflow 3.17.2, one log_batch a run",
        ),
        Row(
            f"recording {STEPS} steps of one metric",
            values,
            unit="values/s",
            bars=(Bar("20,000 values/s", values, 20_000, at_least=True),),
        ),
    ]


def timed_runs(bench: Bench, make: Callable[[int], list[Any]]) -> float:
    """Seconds for each, in a ledger that has some already."""
    store = open_store(os.fspath(bench.scratch / f"recorded-{time.monotonic_ns()}.db"))
    writer = Writer("benchmark", "benchmark")
    try:
        for number in range(_RECORDED):
            append(store, writer, one_run(number))
        later = [make(_RECORDED + number) for number in range(_RECORDED)]
        began = time.perf_counter()
        for facts in later:
            append(store, writer, facts)
        return (time.perf_counter() - began) / _RECORDED
    finally:
        store.close()


def mlflow(bench: Bench) -> float:
    if not _MLFLOW.is_file():
        raise BenchmarkError(f"no peer MLflow at {_MLFLOW}: run `make peers`")
    words = [os.fspath(_MLFLOW), os.fspath(_PEER), os.fspath(bench.scratch / "mlflow.db")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"MLflow: {done.stderr[-500:]}")
    return float(done.stdout.split()[-1])


def fill(store: Store, runs: int) -> None:
    """Nothing where it was done before."""
    known: int = store.select("select count(*) from runs", [])[0][0]
    if known >= runs:
        return
    writer = Writer("benchmark", "benchmark")
    pending: list[Any] = []
    for facts in facts_of_runs(runs):
        pending += facts
        if len(pending) >= _AT_A_TIME:
            append(store, writer, pending)
            pending = []
    append(store, writer, pending)
