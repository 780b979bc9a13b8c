"""A process that writes receipts until it is killed: each id is printed when it is written down.

    python -m tests.receipts.worker DIRECTORY [ROWS [fork]]

With ``fork`` two processes go on from one log.
"""

from __future__ import annotations

import os
import sys
import time

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.receipts.writing import ReceiptLog
from tests.receipts.making import ORIGIN

_SEGMENT_BYTES = 20_000


def main(directory: str, rows: str = "200000", *words: str) -> None:
    log = ReceiptLog(directory, ORIGIN, segment_bytes=_SEGMENT_BYTES)
    if words:
        os.fork()
    for _ in range(int(rows)):
        id_ = make_id(time.time_ns() // 1000, os.urandom(RANDOM_BYTES))
        log.write("/predict", [(id_, {"age": 21.5, "region": "north"}, 0.25, 0)])
        os.write(1, id_.hex().encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
