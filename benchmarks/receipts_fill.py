"""Fill a directory of receipts as workers and compaction would, so that look-ups can be timed.

    python -m benchmarks.receipts_fill DIR/.lineal/receipts --rows 1000000
    python -m benchmarks.receipts_fill /tmp/receipts --endpoint purchase --version purchase@1

It prints a few ids. Not measured here: see `tests/receipts` for what holds, and the table in
``docs/receipts.md`` for what it took.
"""

from __future__ import annotations

import argparse
import random
import time

from lineal.base.ids import RANDOM_BYTES, make_id, spell
from lineal.receipts.compact import compact
from lineal.receipts.receipt import Origin
from lineal.receipts.writing import ReceiptLog

_BATCH = 1000
_DIFFERENT = 5000
_DAY = 86_400_000_000
_DAYS = 3
_REGIONS = ("north", "south", "east", "west")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--endpoint", default="purchase")
    parser.add_argument("--version", default="purchase@1")
    parser.add_argument("--bundle", default="ab" * 32)
    parser.add_argument("--days", type=int, default=_DAYS)
    args = parser.parse_args()
    origin = Origin(args.endpoint, args.version, args.bundle, "fill", {"machine": "benchmark"})
    started = time.perf_counter()
    some = fill(args.directory, origin, args.rows, args.days)
    filled = time.perf_counter()
    done = compact(args.directory)
    print(
        f"{args.rows:,} receipts written in {filled - started:.1f} s,"
        f" {done.rows:,} compacted in {time.perf_counter() - filled:.1f} s"
    )
    print("some of them:", *some, sep="\n  ")
    return 0


def fill(directory: str, origin: Origin, rows: int, days: int) -> list[str]:
    """The same inputs for the same number of rows; ids of the last days until now."""
    draw = random.Random(rows)  # noqa: S311  made up rows
    start = time.time_ns() // 1000 - days * _DAY
    inputs = [_inputs(draw) for _ in range(_DIFFERENT)]
    some = []
    log = ReceiptLog(directory, origin)
    for first in range(0, rows, _BATCH):
        batch = []
        for at in range(first, min(first + _BATCH, rows)):
            id_ = make_id(start + at * days * _DAY // rows, draw.randbytes(RANDOM_BYTES))
            score = draw.random()
            batch.append((id_, inputs[at % _DIFFERENT], score, int(score >= 0.6)))
        log.write("/batch_predict", batch)
        if first % max(rows // 4 // _BATCH * _BATCH, 1) == 0:
            some.append(spell(batch[0][0]))
    log.close()
    return some


def _inputs(draw: random.Random) -> dict[str, object]:
    """As many columns as document B's students have."""
    numbers = {f"number_{at}": round(draw.gauss(0, 3), 3) for at in range(12)}
    return {**numbers, "region": draw.choice(_REGIONS), "visits": draw.randrange(50)}


if __name__ == "__main__":
    raise SystemExit(main())
