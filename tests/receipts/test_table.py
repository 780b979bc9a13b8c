"""The Parquet files as others read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars

from lineal.base.ids import spell
from tests.receipts.making import Place, id_at, row_at, rows

if TYPE_CHECKING:
    from pathlib import Path


def _frame(place: Place) -> polars.DataFrame:
    return polars.read_parquet(place.path / "table", hive_partitioning=True).sort("id")


def test_others_read_it_as_one_table(place: Place) -> None:
    """The whole directory, the day from its folders."""
    place.write(rows(0, 5))
    place.compact(part_rows=3)
    expected = ["id", "time", "endpoint", "version", "bundle", "route", "score"]
    expected += ["decision", "decision_number", "inputs", "worker", "runtime", "day"]
    assert (expected, 5) == (_frame(place).columns, _frame(place).height)


def test_a_row_says_what_was_predicted(place: Place) -> None:
    """Inputs as JSON, the moment as one."""
    place.write([row_at(1), (*row_at(2)[:3], "yes")])
    place.compact()
    names = ("id", "time", "decision", "decision_number", "inputs")
    moment = datetime(2026, 1, 31, 12, 0, 0, 2000, UTC)
    text = '{"age":2.5,"region":"north","visits":2,"member":true,"gap":null}'
    row = dict(zip(names, _frame(place).select(names).row(1), strict=True))
    assert {**row, "time": row["time"].astimezone(UTC)} == {
        "id": spell(id_at(2)),
        "time": moment,
        "decision": "yes",
        "decision_number": None,
        "inputs": text,
    }


def _bytes(place: Place) -> list[bytes]:
    place.write(rows(0, 5))
    place.compact()
    return [path.read_bytes() for path in place.parquet()]


def test_the_same_receipts_make_the_same_bytes(tmp_path: Path) -> None:
    """So a part written again after a crash is the same part."""
    assert _bytes(Place(tmp_path / "a")) == _bytes(Place(tmp_path / "b"))
