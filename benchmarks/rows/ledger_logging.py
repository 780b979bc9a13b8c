"""Logging from user code, `lineal.log`, beside MLflow on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench import Bar, Row
from benchmarks.rows.ledger_log import mlflow

if TYPE_CHECKING:
    from benchmarks.bench import Bench

_PROGRAM = Path(__file__).parents[1] / "logged_runs.py"


def measure(bench: Bench) -> list[Row]:
    repo = bench.scratch / "logging"
    repo.mkdir()
    for words in (["git", "init", "-q"], [os.fspath(bench.lineal), "init", "-q"]):
        subprocess.run(words, cwd=repo, check=True)
    words = [sys.executable, os.fspath(_PROGRAM)]
    done = subprocess.run(words, cwd=repo, check=True, capture_output=True, text=True)
    seconds, rate = map(float, done.stdout.split())
    peer = mlflow(bench)
    return [
        Row(
            "a run of `lineal.log` with 10 params and 10 metrics, outside a stage, taken in",
            seconds,
            dvc=peer,
            bars=(Bar("10 x MLflow", peer / seconds, 10, at_least=True),),
            note="the second column is MLflow 3.17.2, one log_batch a run; ours writes files too",
        ),
        Row(
            "500 calls of `lineal.log(loss=…, step=…)`",
            rate,
            unit="values/s",
            bars=(Bar("20,000 values/s", rate, 20_000, at_least=True),),
        ),
    ]
