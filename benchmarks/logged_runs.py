"""A program that logs, in a project: prints seconds a run, taken in; and values a second."""

from __future__ import annotations

import sys
import time

import lineal
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace

COUNT, STEPS = 50, 500


def main() -> None:
    record(0)
    began = time.perf_counter()
    for number in range(COUNT):
        record(number)
    logged = time.perf_counter() - began
    with open_workspace() as ws:
        began = time.perf_counter()
        with open_ledger(ws):
            taken_in = time.perf_counter() - began
    lineal.log(first=1)
    began = time.perf_counter()
    for step in range(STEPS):
        lineal.log(loss=1 / (step + 1), step=step)
    rate = STEPS / (time.perf_counter() - began)
    sys.stdout.write(f"{(logged + taken_in) / COUNT} {rate}\n")


def record(number: int) -> None:
    lineal.log_params({f"p{at}": number + at for at in range(10)})
    lineal.log({f"m{at}": number + at / 10 for at in range(10)})
    lineal.end_run()


main()
