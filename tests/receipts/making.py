"""Receipts made up for the tests, and what is stored of them read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.ids import make_id
from lineal.receipts import places
from lineal.receipts.compact import compact
from lineal.receipts.listing import listing
from lineal.receipts.receipt import Origin, Receipt
from lineal.receipts.writing import ReceiptLog

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: 2026-01-31, noon, in UTC.
NOON = 1_769_860_800_000_000
DAY = 86_400_000_000
ORIGIN = Origin("purchase", "purchase@7", "ab" * 32, "worker-1", {"onnxruntime": "1.31"})

Row = tuple[bytes, dict[str, Any], float, int | str]


class Place(NamedTuple):
    """A directory of receipts."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    def write(self, rows: Iterable[Row], origin: Origin = ORIGIN, route: str = "/predict") -> None:
        """In one segment, sealed, each row with a call of its own."""
        log = ReceiptLog(self.name, origin)
        for row in rows:
            log.write(route, [row])
        log.close()

    def compact(self, *, part_rows: int = 65_536, merge_at: int = 100) -> int:
        return compact(self.name, part_rows=part_rows, merge_at=merge_at).rows

    def all(self) -> list[Receipt]:
        return listing(self.name, limit=1_000_000)[::-1]

    def ids(self) -> list[bytes]:
        return [one.id for one in self.all()]

    def segments(self) -> list[Path]:
        return sorted((self.path / "wal").glob(f"*{places.SEGMENT}"))

    def parquet(self) -> list[Path]:
        return sorted(self.path.glob("table/*/*.parquet"))


def id_at(number: int, micros: int = NOON) -> bytes:
    """The same for the same numbers; in order of the number, where the time is the same."""
    return make_id(micros + number * 1000, number.to_bytes(8, "big") + b"\0\0")


def row_at(number: int, micros: int = NOON) -> Row:
    inputs = {"age": number + 0.5, "region": "north", "visits": number, "member": True, "gap": None}
    return id_at(number, micros), inputs, number / 1000, number % 2


def rows(first: int, last: int, micros: int = NOON) -> list[Row]:
    return [row_at(number, micros) for number in range(first, last)]


def receipt_of(row: Row, origin: Origin = ORIGIN, route: str = "/predict") -> Receipt:
    id_, inputs, score, decision = row
    return Receipt(id_, route, inputs, score, decision, origin)
