"""``make bench``: every row, side by side with the pinned dvc; table, JSON and plot."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row
from benchmarks.measure import BenchmarkError
from benchmarks.plot import write_plot
from benchmarks.report import line, merged, published, write_report

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")  # noqa: S108  measured on purpose
HERE = Path(__file__).resolve().parent
ROWS = (
    "startup",
    "noop_wide",
    "chain",
    "add",
    "checkout",
    "diamond",
    "linear",
    "sharing",
    "past",
    "reading",
    "linear_sharing",
    "ledger_import",
    "ledger_walk",
    "ledger_log",
    "ledger_logging",
    "ledger_overhead",
    "line",
    "serving",
    "prediction_trace",
)


def main(argv: list[str] | None = None) -> int:
    options = parse(argv)
    rows: list[Row] = []
    failed = []
    for name in options.only or ROWS:
        print(f"measuring {name}", file=sys.stderr)
        try:
            rows += measured(name, options)
        except BenchmarkError as error:
            failed.append(f"{name}: {error}")
    for row in rows:
        print(line(row))
    missed = [bar for row in rows for bar in row.bars if not bar.met]
    for problem in failed:
        print(f"failed: {problem}", file=sys.stderr)
    if not failed:
        publish(merged(published(HERE), rows) if options.only else rows, options)
    return 1 if missed or failed else 0


def measured(name: str, options: argparse.Namespace) -> list[Row]:
    """Each row gets a directory of its own, removed as soon as it is done: 2 GB add up."""
    rows = importlib.import_module(f"benchmarks.rows.{name}")
    with (
        tempfile.TemporaryDirectory(prefix="lineal-bench-", dir=options.scratch) as scratch,
        in_memory() as memory,
    ):
        bench = Bench(
            options.dvc,
            options.lineal,
            Path(scratch),
            options.repeat,
            quick=options.quick,
            memory=memory,
            ledgers=options.ledgers,
        )
        found: list[Row] = rows.measure(bench)
    return found


@contextmanager
def in_memory() -> Iterator[Path | None]:
    """A directory without a disk below it, where the system has one."""
    if not MEMORY.is_dir():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="lineal-bench-", dir=MEMORY) as scratch:
        yield Path(scratch)


def publish(rows: list[Row], options: argparse.Namespace) -> None:
    date = dt.datetime.now(tz=dt.UTC).date().isoformat()
    asked = subprocess.run([options.dvc, "--version"], capture_output=True, text=True, check=True)
    write_report(rows, HERE, date=date, peer=asked.stdout.strip())
    write_plot(rows, HERE / "results" / "plot.svg")
    print(f"written: {HERE / 'RESULTS.md'}", file=sys.stderr)


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    peer = os.environ.get("LINEAL_PEER_DVC", os.fspath(HERE.parent / ".peers/dvc/bin/dvc"))
    parser.add_argument("--dvc", type=Path, default=Path(peer))
    parser.add_argument("--lineal", type=Path, default=Path(sys.executable).with_name("lineal"))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument(
        "--only",
        action="append",
        choices=ROWS,
        help="a row; may be repeated; replaces it in what is published",
    )
    parser.add_argument("--scratch", help="where to put the scratch repositories")
    parser.add_argument(
        "--ledgers", type=Path, help="where large ledgers are kept from one run to the next"
    )
    parser.add_argument(
        "--quick", action="store_true", help="without dvc's own 300-stage chain (three minutes)"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
